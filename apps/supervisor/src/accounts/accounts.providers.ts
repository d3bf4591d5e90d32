import { PasswordHasher } from '#libs/passwords';
import { AccountMails } from './account-mails.js';
import { AccountRemoval } from './account-removal.service.js';
import { AccountService } from './account.service.js';
import { AccountsHousekeeping } from './accounts-housekeeping.js';
import { ApiTokensService } from './api-tokens.service.js';
import { InstanceController } from './instance.controller.js';
import { Limits } from './limits.js';
import { MeController } from './me.controller.js';
import { SignInService } from './sign-in.service.js';
import { SignUpService } from './sign-up.service.js';
import { SigningInController } from './signing-in.controller.js';

export const ACCOUNTS_CONTROLLERS = [SigningInController, MeController, InstanceController];
export const ACCOUNTS_PROVIDERS = [
  { provide: PasswordHasher, useFactory: () => new PasswordHasher() },
  ...[AccountMails, Limits, SignUpService, SignInService, AccountService, AccountRemoval, ApiTokensService],
  AccountsHousekeeping,
];

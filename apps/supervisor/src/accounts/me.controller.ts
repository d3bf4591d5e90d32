import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Patch, Post, Res } from '@nestjs/common';
import {
  changeEmailSchema,
  changePasswordSchema,
  createOwnStreamerSchema,
  createTokenSchema,
  deleteAccountSchema,
  updateAccountSchema,
  type Account,
  type ChangeEmail,
  type ChangePassword,
  type CreatedToken,
  type CreateOwnStreamer,
  type CreateToken,
  type DeleteAccount,
  type LoginSessionList,
  type Me,
  type StreamerWithKey,
  type TokenList,
  type UpdateAccount,
} from '#libs/contracts';
import type { Caller, CallingAccount } from '#libs/domain';
import { CurrentAccount, CurrentActor, CurrentCaller, type Acting } from '../access/caller.decorator.js';
import { Cookies } from '../access/session-cookie.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { StreamersService } from '../streamers/streamers.service.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { AccountRemoval } from './account-removal.service.js';
import { AccountService } from './account.service.js';
import { ApiTokensService } from './api-tokens.service.js';
import type { CookieReply } from './client.decorator.js';

function sessionOf(caller: Caller): string {
  return caller.kind === 'session' ? caller.sessionId : '';
}

/** An id that is no UUID names nothing; compared as it is stored. */
const lower = (id: string) => id.toLowerCase();

/** What people do with their own account, their sessions and tokens. */
@Controller('api/v1/me')
export class MeController {
  private readonly cookies: Cookies;

  constructor(
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(AccountRemoval) private readonly removal: AccountRemoval,
    @Inject(ApiTokensService) private readonly tokens: ApiTokensService,
    @Inject(StreamersService) private readonly streamers: StreamersService,
    @Inject(SETTINGS) settings: SupervisorSettings,
  ) {
    this.cookies = new Cookies(settings.publicUrl);
  }

  @Get()
  @Header('cache-control', 'no-store')
  me(@CurrentAccount() { id }: CallingAccount): Promise<Me> {
    return this.accounts.me(id);
  }

  @Patch()
  update(
    @CurrentAccount() { id }: CallingAccount,
    @Body(new ZodPipe(updateAccountSchema)) change: UpdateAccount,
  ): Promise<Account> {
    return this.accounts.update(id, change);
  }

  @Post('password')
  @HttpCode(204)
  async changePassword(
    @CurrentAccount() { id }: CallingAccount,
    @CurrentCaller() caller: Caller,
    @CurrentActor() { address }: Acting,
    @Body(new ZodPipe(changePasswordSchema)) change: ChangePassword,
  ): Promise<void> {
    await this.accounts.changePassword(id, sessionOf(caller), change, address);
  }

  @Post('email')
  @HttpCode(202)
  async changeEmail(
    @CurrentAccount() { id }: CallingAccount,
    @CurrentActor() { address }: Acting,
    @Body(new ZodPipe(changeEmailSchema)) change: ChangeEmail,
  ): Promise<void> {
    await this.accounts.changeEmail(id, change, address);
  }

  @Get('sessions')
  @Header('cache-control', 'no-store')
  sessions(@CurrentAccount() { id }: CallingAccount, @CurrentCaller() caller: Caller): Promise<LoginSessionList> {
    return this.accounts.sessions(id, sessionOf(caller));
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  async endSession(
    @CurrentAccount() { id }: CallingAccount,
    @CurrentActor() { address }: Acting,
    @Param('id') session: string,
  ): Promise<void> {
    await this.accounts.endSession(id, lower(session), address);
  }

  @Delete('sessions')
  @HttpCode(204)
  async endOthers(
    @CurrentAccount() { id }: CallingAccount,
    @CurrentCaller() caller: Caller,
    @CurrentActor() { address }: Acting,
  ): Promise<void> {
    await this.accounts.endOtherSessions(id, sessionOf(caller), address);
  }

  @Get('tokens')
  listTokens(@CurrentAccount() { id }: CallingAccount): Promise<TokenList> {
    return this.tokens.list(id);
  }

  @Post('tokens')
  @Header('cache-control', 'no-store')
  createToken(
    @CurrentAccount() { id }: CallingAccount,
    @CurrentActor() { address }: Acting,
    @Body(new ZodPipe(createTokenSchema)) wish: CreateToken,
  ): Promise<CreatedToken> {
    return this.tokens.create(id, wish, address);
  }

  @Delete('tokens/:id')
  @HttpCode(204)
  async revokeToken(
    @CurrentAccount() { id }: CallingAccount,
    @CurrentActor() { address }: Acting,
    @Param('id') token: string,
  ): Promise<void> {
    await this.tokens.revoke(id, lower(token), address);
  }

  @Post('streamer')
  @Header('cache-control', 'no-store')
  async createStreamer(
    @CurrentAccount() account: CallingAccount,
    @CurrentActor() acting: Acting,
    @Body(new ZodPipe(createOwnStreamerSchema)) wish: CreateOwnStreamer,
  ): Promise<StreamerWithKey> {
    return await this.streamers.createFor(account.id, wish, acting);
  }

  @Post('deletion')
  @HttpCode(204)
  async remove(
    @CurrentAccount() { id }: CallingAccount,
    @Body(new ZodPipe(deleteAccountSchema)) { password }: DeleteAccount,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<void> {
    await this.removal.removeOwn(id, password);
    reply.header('set-cookie', this.cookies.endSession());
  }
}

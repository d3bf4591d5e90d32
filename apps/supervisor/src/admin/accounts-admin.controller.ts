import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  accountQuerySchema,
  changeRoleSchema,
  suspendAccountSchema,
  type AccountPage,
  type AccountQuery,
  type AccountView,
  type ChangeRole,
  type SuspendAccount,
} from '#libs/contracts';
import { CurrentActor, type Acting } from '../access/caller.decorator.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { AccountsAdminService } from './accounts-admin.service.js';

@Controller('api/v1/admin/accounts')
export class AccountsAdminController {
  constructor(@Inject(AccountsAdminService) private readonly accounts: AccountsAdminService) {}

  @Get()
  @Header('cache-control', 'no-store')
  page(@Query(new ZodPipe(accountQuerySchema)) query: AccountQuery): Promise<AccountPage> {
    return this.accounts.page(query);
  }

  @Get(':id')
  @Header('cache-control', 'no-store')
  find(@Param('id') id: string): Promise<AccountView> {
    return this.accounts.find(id);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  suspend(
    @Param('id') id: string,
    @Body(new ZodPipe(suspendAccountSchema)) { reason }: SuspendAccount,
    @CurrentActor() acting: Acting,
  ): Promise<AccountView> {
    return this.accounts.suspend(id, reason, acting);
  }

  @Post(':id/restore')
  @HttpCode(200)
  restore(@Param('id') id: string, @CurrentActor() acting: Acting): Promise<AccountView> {
    return this.accounts.restore(id, acting);
  }

  @Post(':id/role')
  @HttpCode(200)
  changeRole(
    @Param('id') id: string,
    @Body(new ZodPipe(changeRoleSchema)) { role }: ChangeRole,
    @CurrentActor() acting: Acting,
  ): Promise<AccountView> {
    return this.accounts.changeRole(id, role, acting);
  }
}

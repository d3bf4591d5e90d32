import { Body, Controller, Delete, Header, HttpCode, Inject, Post, Put, Res } from '@nestjs/common';
import {
  emailOnlySchema,
  resetPasswordSchema,
  signInSchema,
  signUpSchema,
  verifyEmailSchema,
  type EmailOnly,
  type Me,
  type ResetPassword,
  type SignIn,
  type SignUp,
  type Verified,
  type VerifyEmail,
} from '#libs/contracts';
import type { Caller } from '#libs/domain';
import { CurrentActor, CurrentCaller, type Acting } from '../access/caller.decorator.js';
import { Cookies } from '../access/session-cookie.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { AccountService } from './account.service.js';
import { CurrentClient, type CookieReply } from './client.decorator.js';
import { SESSION_DAYS, type Client } from './login-sessions.js';
import { SignInService } from './sign-in.service.js';
import { SignUpService } from './sign-up.service.js';

const PENDING_DAYS = 1;

/** Before anybody is signed in, and how that ends. */
@Controller('api/v1')
export class SigningInController {
  private readonly cookies: Cookies;

  constructor(
    @Inject(SignUpService) private readonly signUps: SignUpService,
    @Inject(SignInService) private readonly signIns: SignInService,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(SETTINGS) settings: SupervisorSettings,
  ) {
    this.cookies = new Cookies(settings.publicUrl);
  }

  @Post('sign-up')
  @HttpCode(202)
  @Header('cache-control', 'no-store')
  async signUp(
    @Body(new ZodPipe(signUpSchema)) wish: SignUp,
    @CurrentClient() client: Client,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<void> {
    const { pending } = await this.signUps.signUp(wish, client);
    reply.header('set-cookie', this.cookies.pending(pending, PENDING_DAYS));
  }

  @Post('verify-email')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async verify(
    @Body(new ZodPipe(verifyEmailSchema)) { token }: VerifyEmail,
    @CurrentClient() client: Client,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<Verified> {
    const { verified, session } = await this.signUps.verify(token, client);
    if (session !== undefined) {
      reply.header('set-cookie', [this.cookies.session(session, SESSION_DAYS), this.cookies.endPending()]);
    }
    return verified;
  }

  @Post('verify-email/resend')
  @HttpCode(202)
  async resend(
    @Body(new ZodPipe(emailOnlySchema)) { email }: EmailOnly,
    @CurrentClient() client: Client,
  ): Promise<void> {
    await this.signUps.resend(email, client);
  }

  @Post('session')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async signIn(
    @Body(new ZodPipe(signInSchema)) given: SignIn,
    @CurrentClient() client: Client,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<Me> {
    const { account, token } = await this.signIns.signIn(given, client);
    reply.header('set-cookie', [this.cookies.session(token, SESSION_DAYS), this.cookies.endPending()]);
    return await this.accounts.meOf(account);
  }

  @Delete('session')
  @HttpCode(204)
  async signOut(
    @CurrentCaller() caller: Caller,
    @CurrentActor() { address }: Acting,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<void> {
    if (caller.kind === 'session') await this.accounts.endSession(caller.account.id, caller.sessionId, address);
    reply.header('set-cookie', this.cookies.endSession());
  }

  @Post('password-reset')
  @HttpCode(202)
  async requestReset(
    @Body(new ZodPipe(emailOnlySchema)) { email }: EmailOnly,
    @CurrentClient() client: Client,
  ): Promise<void> {
    await this.signIns.requestReset(email, client);
  }

  @Put('password-reset')
  @HttpCode(204)
  async reset(
    @Body(new ZodPipe(resetPasswordSchema)) wish: ResetPassword,
    @CurrentClient() client: Client,
  ): Promise<void> {
    await this.signIns.reset(wish, client);
  }
}

import type { MailMessage } from './mail-layout.js';

/** What each mail is about. Links carry their token behind `#`, which browsers send to no server. */
export type MailKind =
  | { kind: 'verify-email'; url: string }
  | { kind: 'confirm-new-email'; url: string }
  | { kind: 'new-email-asked'; newEmail: string; url: string }
  | { kind: 'email-changed'; newEmail: string }
  | { kind: 'address-in-use'; url: string }
  | { kind: 'reset-password'; url: string }
  | { kind: 'password-changed'; url: string }
  | { kind: 'password-reset'; url: string }
  | { kind: 'account-suspended'; reason: string }
  | { kind: 'account-restored' }
  | { kind: 'account-deleted' };

const NOT_YOU = 'If that was not you, you need not do anything: without this link nothing happens.';
const ONCE = (time: string) => `The link works once, within ${time}.`;

function aboutAddress(mail: MailKind): MailMessage | undefined {
  switch (mail.kind) {
    case 'verify-email':
      return {
        subject: 'Confirm your e-mail address',
        heading: 'One click, and you are in',
        paragraphs: [
          'Somebody, hopefully you, made a StreamShape account with this address. Confirm that it is yours:',
        ],
        button: { label: 'Confirm my address', url: mail.url },
        notes: [ONCE('24 hours'), 'If you did not make an account, do not open the link, and forget about this mail.'],
      };
    case 'confirm-new-email':
      return {
        subject: 'Confirm your new e-mail address',
        heading: 'Is this your new address?',
        paragraphs: ['You asked to use this address for your StreamShape account. Confirm that it is yours:'],
        button: { label: 'Use this address', url: mail.url },
        notes: [ONCE('24 hours'), NOT_YOU],
      };
    case 'new-email-asked':
      return {
        subject: 'Your e-mail address is about to change',
        heading: 'A new address was asked for',
        paragraphs: [
          `Somebody who knows your password asked to use ${mail.newEmail} for your StreamShape account. It counts once the link that we sent there was opened.`,
          'If that was not you, set a new password now: that stops the change, ends every session and revokes every access token.',
        ],
        button: { label: 'Set a new password', url: mail.url },
      };
    case 'email-changed':
      return {
        subject: 'Your e-mail address was changed',
        heading: 'A new address is in use',
        paragraphs: [
          `Your StreamShape account uses ${mail.newEmail} from now on. This is the last mail to the old address.`,
          'If that was not you, write to whoever runs this server at once.',
        ],
      };
    case 'address-in-use':
      return {
        subject: 'You have an account already',
        heading: 'This address has an account',
        paragraphs: [
          'Somebody, perhaps you, wanted to make or move a StreamShape account with this address. It has one already: sign in, or set a new password if you do not know it any more.',
        ],
        button: { label: 'Sign in', url: mail.url },
        notes: ['If that was not you, you need not do anything: nothing was changed.'],
      };
    default:
      return undefined;
  }
}

function aboutAccount(mail: MailKind): MailMessage | undefined {
  switch (mail.kind) {
    case 'reset-password':
      return {
        subject: 'Set a new password',
        heading: 'Set a new password',
        paragraphs: ['Somebody, hopefully you, asked for a new password for your StreamShape account.'],
        button: { label: 'Set a new password', url: mail.url },
        notes: [ONCE('one hour'), NOT_YOU],
      };
    case 'password-changed':
      return {
        subject: 'Your password was changed',
        heading: 'A new password is in force',
        paragraphs: [
          'The password of your StreamShape account was changed just now, and other browsers were signed out. Access tokens of programs were kept; you can revoke them in your account.',
          'If that was not you, set another one at once:',
        ],
        button: { label: 'Set a new password', url: mail.url },
      };
    case 'password-reset':
      return {
        subject: 'Your password was changed',
        heading: 'A new password is in force',
        paragraphs: [
          'The password of your StreamShape account was set anew with the link from our mail. All browsers were signed out, and all access tokens were revoked: programs that used one need a new one.',
          'If that was not you, somebody can read your mails: change the password of your mailbox, then set another one here.',
        ],
        button: { label: 'Set a new password', url: mail.url },
      };
    case 'account-suspended':
      return {
        subject: 'Your account is suspended',
        heading: 'Your account is suspended',
        paragraphs: [
          `Whoever runs this server suspended your account: ${mail.reason}`,
          'Your widgets show nothing until this is lifted. Nothing was deleted. You can still sign in, read why, and take your data along.',
        ],
      };
    case 'account-restored':
      return {
        subject: 'Your account is back',
        heading: 'Your account is back',
        paragraphs: ['The suspension of your StreamShape account was lifted. Your widgets show events again.'],
      };
    case 'account-deleted':
      return {
        subject: 'Your account was deleted',
        heading: 'Your account is gone',
        paragraphs: [
          'Your StreamShape account and everything stored about it and its streams were deleted. Links in OBS show nothing any more; take them out there.',
        ],
      };
    default:
      return undefined;
  }
}

export function messageOf(mail: MailKind): MailMessage {
  const message = aboutAddress(mail) ?? aboutAccount(mail);
  if (!message) throw new Error(`No words for the mail ${mail.kind}`);
  return message;
}

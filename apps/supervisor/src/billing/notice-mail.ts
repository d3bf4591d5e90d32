import type { Notice } from '#libs/domain';
import type { MailDesk } from '../mail/mail-desk.js';
import type { MailMessage } from '../mail/mail-layout.js';
import type { SupervisorSettings } from '../supervisor.tokens.js';
import type { NoticeMails } from './billing.tokens.js';

/** Days in a mail are those of UTC: the reader's zone is not known when it is read. */
function day(ms: number | null): string {
  if (ms === null) return 'soon';
  return `on ${new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(ms)}`;
}

/** What somebody was given ends, or has ended. Where nothing is sold only an admin can give more. */
function grantMessage({ kind, until }: Notice, { page, sold }: NoticePages): MailMessage {
  const more = sold
    ? 'Choose a plan to keep your widgets on stream, or ask whoever gave it to you.'
    : 'Ask whoever runs this server if you want to go on.';
  const button = { label: sold ? 'See plans' : 'Open StreamShape', url: page };
  if (kind === 'grant-ending') {
    const first = `The plan that you were given ends ${day(until)}. Then your widgets show nothing on stream.`;
    return {
      subject: `Your plan ends ${day(until)}`,
      heading: 'Your plan ends soon',
      paragraphs: [first, more],
      button,
    };
  }
  const first = 'The plan that you were given has ended, so your widgets show nothing on stream.';
  const kept = 'Your settings and widget links are kept. They work again as soon as there is a plan.';
  const heading = 'Your plan has ended';
  return {
    subject: 'Your plan has ended: your widgets have stopped',
    heading,
    paragraphs: [first, more, kept],
    button,
  };
}

/** `page`: where the dashboard says more. `sold`: plans can be bought here. */
export interface NoticePages {
  page: string;
  sold: boolean;
}

/** The words of each notice. */
export function noticeMessage(notice: Notice, pages: NoticePages): MailMessage {
  const { kind, until, payUrl } = notice;
  const billingUrl = pages.page;
  if (kind === 'grant-ending' || kind === 'grant-ended') return grantMessage(notice, pages);
  const pay = { label: 'Pay now', url: payUrl ?? billingUrl };
  const look = { label: 'Open billing', url: billingUrl };
  if (kind === 'two-subscriptions') {
    return {
      subject: 'You have two subscriptions',
      heading: 'You have more than one subscription',
      paragraphs: [
        'You are charged for more than one subscription of StreamShape, perhaps because you paid in two windows. Your widgets need one alone.',
        'To end one: open billing, press “End one of them”, and cancel the one that you do not want. Nothing stops while the other goes on.',
        'If you want money back for the one that you did not mean, write to whoever runs this server.',
      ],
      button: look,
    };
  }
  if (kind === 'trial-ending') {
    return {
      subject: `Your trial ends ${day(until)}`,
      heading: 'Your trial ends soon',
      paragraphs: [
        `Your StreamShape trial ends ${day(until)}.`,
        'With a card on file your plan goes on by itself. Without one everything stops at that time: add a card to keep your widgets on stream.',
      ],
      button: look,
    };
  }
  if (kind === 'payment-failed') {
    return {
      subject: 'Your payment failed',
      heading: 'Your payment failed',
      paragraphs: [
        'Your last payment for StreamShape did not go through.',
        `Nothing stops yet: your widgets stay on stream until the payment is made, or until everything stops ${day(until)}.`,
      ],
      button: pay,
    };
  }
  if (kind === 'grace-ending') {
    return {
      subject: `Your widgets stop ${day(until)}`,
      heading: 'Last reminder: your payment is still missing',
      paragraphs: [`Your payment for StreamShape is still open. Without it your widgets stop ${day(until)}.`],
      button: pay,
    };
  }
  return {
    subject: 'Your widgets have stopped',
    heading: 'Your widgets have stopped',
    paragraphs: [
      'Your plan is not active any more, so your widgets show nothing and StreamShape no longer listens to your LIVE.',
      'Your settings and widget links are kept. They work again as soon as there is a plan.',
    ],
    button: payUrl === null ? { label: 'See plans', url: billingUrl } : pay,
  };
}

const HOURS = 72;

export function createNoticeMails(desk: MailDesk, { accounts }: SupervisorSettings): NoticeMails {
  const sold = accounts.billing;
  return (to, notice) => {
    const message = noticeMessage(notice, { sold, page: desk.link(sold ? '/billing' : '/') });
    return desk.writeMessage(to, `billing-${notice.kind}`, message, HOURS);
  };
}

import { formatMoney } from '#libs/contracts';
import { dueNow, TEST_CARDS } from '../engine/checkout.js';
import { DAY } from '../engine/clock.js';
import type { CheckoutSession } from '../engine/model.js';
import { amountIn } from '../engine/render.js';
import type { World } from '../engine/world.js';
import { day, escape, field, layout } from './layout.js';

function summary(world: World, session: CheckoutSession): string {
  const price = world.need(world.store.prices, 'price', session.price);
  const product = world.store.products.get(price.product);
  const money = (amount: number) => escape(formatMoney({ amount, currency: session.currency }, 'en'));
  const { subtotal, discount, tax } = dueNow(world, session);
  const every = `every ${price.intervalCount === 1 ? '' : `${price.intervalCount} `}${price.interval}`;
  const amount = money(amountIn(price, session.currency) * session.quantity);
  const trial = session.trialDays
    ? `<p class="good">${session.trialDays} days free, then ${amount} ${every} from ${day(world.now() + session.trialDays * DAY)}.</p>`
    : '';
  const lines = [
    ['Subtotal', money(subtotal)],
    ...(discount > 0 ? [['Discount', money(-discount)]] : []),
    ...(session.automaticTax ? [['Tax', money(tax)]] : []),
  ].map(([label, text]) => `<tr><td>${label}</td><td>${text}</td></tr>`);
  return `<section><p class="soft">Subscribe to</p><h1>${escape(product?.name ?? 'Subscription')}</h1>
<p class="big">${amount} <span class="soft">${every}</span></p>
<p class="soft">${escape(product?.description ?? '')}</p>${trial}
<table>${lines.join('')}<tr class="sum"><td>Due today</td><td id="due">${money(subtotal - discount + tax)}</td></tr></table></section>`;
}

function cardFields(session: CheckoutSession, due: number): string {
  const optional = session.cardCollection === 'if_required' && due === 0;
  const hint = optional ? '<p class="soft">No card is needed to begin the trial.</p>' : '';
  return `${hint}${field('number', 'Card number', `inputmode="numeric" autocomplete="cc-number" placeholder="${TEST_CARDS.works}"${optional ? '' : ' required'}`)}
<div class="row">${field('expiry', 'Expiry (MM/YY)', `autocomplete="cc-exp" placeholder="12/34"${optional ? '' : ' required'}`)}
${field('cvc', 'CVC', 'inputmode="numeric" autocomplete="cc-csc" placeholder="123"')}</div>`;
}

/** Where a plan is paid for. */
export function checkoutPage(world: World, session: CheckoutSession, problem = ''): string {
  if (session.status !== 'open') {
    const text = session.status === 'complete' ? 'This was paid already.' : 'This page is too old.';
    return layout('Checkout', `<section><h1>${text}</h1><p>Go back and begin again.</p></section>`);
  }
  const customer = session.customer === null ? undefined : world.store.customers.get(session.customer);
  const email = customer?.email ?? session.customerEmail ?? '';
  const { subtotal, discount, tax } = dueNow(world, session);
  const due = subtotal - discount + tax;
  const promotion = session.allowPromotionCodes
    ? `<form method="post" action="/c/pay/${session.id}/promotion" class="row">${field('code', 'Promotion code')}
<p class="fit"><button>Apply</button></p></form>`
    : '';
  const cancel = session.cancelUrl ? `<p><a id="back" href="${escape(session.cancelUrl)}">Back</a></p>` : '';
  return layout(
    'Checkout',
    `${summary(world, session)}<section><h2>Payment</h2>${problem && `<p class="bad" role="alert">${escape(problem)}</p>`}
${promotion}<form method="post" action="/c/pay/${session.id}" novalidate>
<label>E-mail<input type="email" name="email" value="${escape(email)}" ${email ? 'readonly' : 'required'}></label>
${cardFields(session, due)}<button class="main" id="pay">${session.trialDays ? 'Start trial' : 'Subscribe'}</button></form>
<p class="soft" style="margin-top:16px">Cards to try: ${TEST_CARDS.works} works, ${TEST_CARDS.declined} is declined,
${TEST_CARDS.failsLater} works now and fails when money is taken later.</p>${cancel}</section>`,
    { wide: true },
  );
}

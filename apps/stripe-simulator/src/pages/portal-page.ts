import { formatMoney } from '#libs/contracts';
import { TEST_CARDS } from '../engine/checkout.js';
import type { Customer, PortalSession, Price, Subscription } from '../engine/model.js';
import { amountIn } from '../engine/render.js';
import type { World } from '../engine/world.js';
import { day, escape, field, layout } from './layout.js';

function priceText(world: World, price: Price, currency: string): string {
  const product = world.store.products.get(price.product)?.name ?? 'Subscription';
  const amount = formatMoney({ amount: amountIn(price, currency), currency }, 'en');
  return escape(
    `${product}, ${amount} every ${price.intervalCount === 1 ? '' : `${price.intervalCount} `}${price.interval}`,
  );
}

function nextText(row: Subscription): string {
  if (row.endedAt !== null) return `Ended on ${day(row.endedAt)}.`;
  if (row.cancelAt !== null) return `Ends on ${day(row.cancelAt)} and is not renewed.`;
  if (row.status === 'trialing') return `The trial ends on ${day(row.periodEnd)}.`;
  return `Renews on ${day(row.periodEnd)}.`;
}

const TAGS: Record<string, string> = { active: 'on', trialing: 'on', past_due: 'off', unpaid: 'off', paused: 'off' };

const button = (action: string, id: string, text: string, main = false) =>
  `<form method="post" style="display:inline"><input type="hidden" name="subscription" value="${id}">
<button name="action" value="${action}"${main ? ' class="main"' : ''}>${text}</button></form>`;

function plans(world: World, row: Subscription): string {
  const others = [...world.store.prices.values()].filter((price) => {
    const fits = price.currency === row.currency || price.otherCurrencies[row.currency] !== undefined;
    return price.active && price.id !== row.price && fits;
  });
  return others
    .map(
      (price) => `<form method="post" class="row middle"><input type="hidden" name="subscription" value="${row.id}">
<input type="hidden" name="price" value="${price.id}"><p>${priceText(world, price, row.currency)}</p>
<p class="fit"><button name="action" value="switch">Switch</button></p></form>`,
    )
    .join('');
}

function subscriptionSection(world: World, row: Subscription): string {
  const price = world.store.prices.get(row.price);
  const open = row.endedAt === null;
  const cancel =
    row.cancelAt !== null
      ? button('resume', row.id, 'Do not cancel')
      : button('cancel', row.id, 'Cancel at the end of the period');
  return `<section><h2>${price ? priceText(world, price, row.currency) : 'Subscription'}</h2>
<p><span class="tag ${TAGS[row.status] ?? ''}">${row.status.replaceAll('_', ' ')}</span> ${nextText(row)}</p>
${open ? `<div class="buttons">${cancel} ${button('end', row.id, 'Cancel now')}</div>${plans(world, row)}` : ''}</section>`;
}

function cardSection(world: World, customer: Customer): string {
  const card = world.store.paymentMethods.get(customer.defaultPaymentMethod ?? '');
  const now = card
    ? `${card.brand} ending in ${card.last4}, until ${card.expMonth}/${card.expYear}`
    : 'No card on file';
  return `<section><h2>Card</h2><p>${escape(now)}</p><form method="post">
${field('number', 'Card number', `required placeholder="${TEST_CARDS.works}"`)}${field('expiry', 'Expiry (MM/YY)', 'required placeholder="12/34"')}
<button name="action" value="card">Save card</button></form></section>`;
}

function invoiceSection(world: World, customer: Customer): string {
  const rows = [...world.store.invoices.values()]
    .filter((invoice) => invoice.customer === customer.id)
    .reverse()
    .map((invoice) => {
      const amount = escape(formatMoney({ amount: invoice.amountDue, currency: invoice.currency }, 'en'));
      const number = escape(invoice.number ?? invoice.id);
      return `<tr><td><a href="/i/${invoice.id}">${number}</a></td><td>${day(invoice.created)}</td><td>${invoice.status} ${amount}</td></tr>`;
    });
  return `<section><h2>Invoices</h2><table>${rows.join('')}</table></section>`;
}

/** The clock of the demo: a whole life of a subscription in a minute. */
function clockSection(world: World, customer: Customer): string {
  const step = (days: number, text: string) =>
    `<form method="post" style="display:inline"><input type="hidden" name="days" value="${days}"><button name="action" value="advance">${text}</button></form>`;
  return `<div class="note"><h2>Try it out</h2><p>Here it is ${day(world.wall())}. ${customer.failNext > 0 ? `<b>The next ${customer.failNext} payments fail.</b>` : ''}</p>
<div class="buttons">${step(1, '1 day later')} ${step(7, '7 days later')} ${step(31, '31 days later')} ${step(366, 'A year later')}</div>
<form method="post"><button name="action" value="fail">Let the next payment fail</button></form></div>`;
}

/** Where a customer looks after their subscription. */
export function portalPage(world: World, portal: PortalSession, problem = ''): string {
  const customer = world.need(world.store.customers, 'customer', portal.customer);
  const rows = [...world.store.subscriptions.values()].filter((row) => row.customer === customer.id).reverse();
  const shown = rows
    .filter((row) => row.endedAt === null)
    .concat(rows.filter((row) => row.endedAt !== null).slice(0, 1));
  const back = portal.returnUrl
    ? `<p><a id="return" href="${escape(portal.returnUrl)}">Return to StreamShape</a></p>`
    : '';
  return layout(
    'Billing',
    `<div><h1>Billing</h1><p class="soft">${escape(customer.email ?? '')}</p>${back}
${problem && `<p class="bad" role="alert">${escape(problem)}</p>`}</div>
${shown.map((row) => subscriptionSection(world, row)).join('') || '<section><p>No subscription.</p></section>'}
${cardSection(world, customer)}${invoiceSection(world, customer)}${clockSection(world, customer)}`,
  );
}

import { attachCard, findPromotion, payCheckout } from '../engine/checkout.js';
import { DAY } from '../engine/clock.js';
import type { CheckoutSession, PortalSession } from '../engine/model.js';
import { StripeProblem } from '../engine/stripe-error.js';
import type { SimulatorParts } from '../simulator-parts.js';
import { checkoutPage } from '../pages/checkout-page.js';
import { invoicePage, invoicePdf } from '../pages/invoice-page.js';
import { portalPage } from '../pages/portal-page.js';

export type PageAnswer =
  { kind: 'html'; status: number; body: string } | { kind: 'redirect'; to: string } | { kind: 'pdf'; body: Buffer };

const html = (body: string, status = 200): PageAnswer => ({ kind: 'html', status, body });
const redirect = (to: string): PageAnswer => ({ kind: 'redirect', to });

/** What a person sees: Checkout, the portal, and invoices. */
export class PageRoutes {
  constructor(private readonly simulator: SimulatorParts) {}

  /** `form`: what was sent; nothing for a mere look. */
  answer(path: string, form: URLSearchParams | undefined): PageAnswer | undefined {
    const [, kind, id = '', rest] = /^\/(c\/pay|p\/session|i)\/(\w+)(?:\/(promotion|pdf))?$/.exec(path) ?? [];
    const { store } = this.simulator.world;
    const session = kind === 'c/pay' ? store.sessions.get(id) : undefined;
    if (session) return this.checkout(session, form, rest === 'promotion');
    const portal = kind === 'p/session' ? store.portals.get(id) : undefined;
    if (portal) return this.portal(portal, form);
    return kind === 'i' ? this.invoice(id, form, rest === 'pdf') : undefined;
  }

  private checkout(session: CheckoutSession, form: URLSearchParams | undefined, promotion: boolean): PageAnswer {
    const { world, subscriptions } = this.simulator;
    if (!form) return html(checkoutPage(world, session));
    return withProblem(
      () => {
        if (promotion) {
          session.promotionCode = findPromotion(world, form.get('code') ?? '').id;
          return redirect(`/c/pay/${session.id}`);
        }
        const number = form.get('number') ?? '';
        const card = number === '' ? undefined : { number, expiry: form.get('expiry') ?? '' };
        payCheckout(world, subscriptions, session, { card, email: form.get('email') ?? undefined });
        return redirect(session.successUrl.replaceAll('{CHECKOUT_SESSION_ID}', session.id));
      },
      (problem) => checkoutPage(world, session, problem),
    );
  }

  private portal(portal: PortalSession, form: URLSearchParams | undefined): PageAnswer {
    const { world } = this.simulator;
    if (!form) return html(portalPage(world, portal));
    return withProblem(
      () => {
        this.act(portal, form);
        return redirect(`/p/session/${portal.id}`);
      },
      (problem) => portalPage(world, portal, problem),
    );
  }

  private act(portal: PortalSession, form: URLSearchParams): void {
    const { world, subscriptions, timeline } = this.simulator;
    const customer = world.need(world.store.customers, 'customer', portal.customer);
    const action = form.get('action');
    if (action === 'advance') return timeline.advanceTo(world.wall() + Number(form.get('days')) * DAY);
    if (action === 'fail') {
      customer.failNext += 1;
      return;
    }
    if (action === 'card') {
      const input = { number: form.get('number') ?? '', expiry: form.get('expiry') ?? '' };
      this.useCard(customer.id, attachCard(world, customer, input).id);
      return;
    }
    const row = world.need(world.store.subscriptions, 'subscription', form.get('subscription') ?? '');
    if (row.customer !== customer.id) throw new StripeProblem(404, 'invalid_request_error', 'No such subscription');
    if (action === 'cancel') subscriptions.setCancelAt(row, row.periodEnd);
    if (action === 'resume') subscriptions.setCancelAt(row, null);
    if (action === 'end') subscriptions.end(row, 'cancellation_requested');
    if (action === 'switch') subscriptions.changePrice(row, form.get('price') ?? '', 'always_invoice');
  }

  /** From now on; what is owed is tried at once, as Stripe's portal does. */
  private useCard(customer: string, card: string): void {
    const { world, subscriptions } = this.simulator;
    for (const row of world.store.subscriptions.values()) {
      if (row.customer === customer && row.endedAt === null) row.paymentMethod = card;
    }
    for (const invoice of world.store.invoices.values()) {
      if (invoice.customer === customer && invoice.status === 'open') subscriptions.collect(invoice);
    }
  }

  private invoice(id: string, form: URLSearchParams | undefined, pdf: boolean): PageAnswer | undefined {
    const { world, subscriptions } = this.simulator;
    const row = world.store.invoices.get(id);
    if (!row) return undefined;
    if (pdf) return { kind: 'pdf', body: invoicePdf(row) };
    if (!form) return html(invoicePage(row));
    const paid = row.status === 'open' && subscriptions.collect(row);
    return paid ? redirect(`/i/${row.id}`) : html(invoicePage(row, 'Your card was declined.'), 402);
  }
}

function withProblem(work: () => PageAnswer, page: (problem: string) => string): PageAnswer {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StripeProblem)) throw error;
    return html(page(error.message), error.status);
  }
}

import type { Stripe } from 'stripe';
import { INVOICE_STATUSES, type Invoice } from '#libs/contracts';

const time = (seconds: number) => new Date(seconds * 1000).toISOString();

/** Of the lines, not of the invoice: there `period_end` of a first invoice is its own date. */
function periodOf(lines: readonly Stripe.InvoiceLineItem[]): Invoice['period'] {
  if (lines.length === 0) return null;
  const starts = lines.map(({ period }) => period.start);
  const ends = lines.map(({ period }) => period.end);
  return { from: time(Math.min(...starts)), to: time(Math.max(...ends)) };
}

export function toInvoice(invoice: Stripe.Invoice): Invoice {
  const money = (amount: number) => ({ amount, currency: invoice.currency });
  const taxes = invoice.total_taxes ?? [];
  return {
    id: invoice.id,
    number: invoice.number,
    status: INVOICE_STATUSES.find((status) => status === invoice.status) ?? 'draft',
    createdAt: time(invoice.created),
    period: periodOf(invoice.lines.data),
    total: money(invoice.total),
    tax: money(taxes.reduce((sum, { amount }) => sum + amount, 0)),
    due: money(invoice.amount_remaining),
    lines: invoice.lines.data.map((line) => ({ text: line.description ?? '', amount: money(line.amount) })),
    pageUrl: invoice.hosted_invoice_url ?? null,
    pdfUrl: invoice.invoice_pdf ?? null,
  };
}

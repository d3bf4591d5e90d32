import { formatMoney } from '#libs/contracts';
import type { Invoice } from '../engine/model.js';
import { day, escape, layout } from './layout.js';

const moneyOf = (invoice: Invoice) => (amount: number) => formatMoney({ amount, currency: invoice.currency }, 'en');

/** One invoice, with a button while it is open. */
export function invoicePage(invoice: Invoice, problem = ''): string {
  const money = moneyOf(invoice);
  const lines = invoice.lines.map(
    (
      line,
    ) => `<tr><td>${escape(line.description)}<br><span class="soft">${day(line.start)} to ${day(line.end)}</span></td>
<td>${escape(money(line.amount))}</td></tr>`,
  );
  const more = [
    ...(invoice.discount > 0 ? [['Discount', -invoice.discount] as const] : []),
    ...(invoice.automaticTax ? [['Tax', invoice.tax] as const] : []),
    ...(invoice.startingBalance === 0 ? [] : [['Credit', invoice.amountDue - invoice.total] as const]),
  ].map(([label, amount]) => `<tr><td>${label}</td><td>${escape(money(amount))}</td></tr>`);
  const pay =
    invoice.status === 'open' ? '<form method="post"><button class="main" id="pay">Pay now</button></form>' : '';
  return layout(
    `Invoice ${invoice.number ?? ''}`,
    `<section><h1>Invoice ${escape(invoice.number ?? '')}</h1><p><span class="tag ${invoice.status === 'paid' ? 'on' : 'off'}">${invoice.status}</span> <span class="soft">${day(invoice.created)}</span></p>
${problem && `<p class="bad" role="alert">${escape(problem)}</p>`}<table>${lines.join('')}${more.join('')}
<tr class="sum"><td>Total</td><td>${escape(money(invoice.amountDue))}</td></tr></table>${pay}<p><a href="/i/${invoice.id}/pdf">As a PDF</a></p></section>`,
  );
}

const plain = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, ' ').replaceAll(/[\\()]/g, String.raw`\$&`);

/** The same as a file: one page of text. */
export function invoicePdf(invoice: Invoice): Buffer {
  const money = moneyOf(invoice);
  const amount = (value: number) => `${invoice.currency.toUpperCase()} ${money(value)}`;
  const texts = [
    ...[`Invoice ${invoice.number ?? ''}`, `Date ${day(invoice.created)}`, `Status ${invoice.status}`, ''],
    ...invoice.lines.map((line) => `${line.description}   ${amount(line.amount)}`),
    ...['', `Total   ${amount(invoice.amountDue)}`, '', 'Made by the local Stripe of a StreamShape demo.'],
  ];
  const content = `BT /F1 12 Tf 60 780 Td 18 TL ${texts.map((text) => `(${plain(text)}) Tj T*`).join(' ')} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = text.length;
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

import type { MailContent } from '#libs/domain';
import { escapeHtml } from '../http/html.js';

/** What a mail says; the layout makes text and HTML of it. All texts are plain. */
export interface MailMessage {
  subject: string;
  heading: string;
  paragraphs: readonly string[];
  button?: { label: string; url: string };
  /** Below the button, smaller. */
  notes?: readonly string[];
}

const FONT = `font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif`;

function paragraph(text: string, style: string): string {
  return `<p style="margin:0 0 16px;${style}">${escapeHtml(text)}</p>`;
}

function html({ subject, heading, paragraphs, button, notes = [] }: MailMessage, publicUrl: string): string {
  const link = button && escapeHtml(button.url);
  const action = button
    ? `<p style="margin:28px 0"><a href="${link}" style="display:inline-block;padding:13px 26px;border-radius:12px;
background:#d6294f;color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(button.label)}</a></p>
<p style="margin:0 0 16px;font-size:13px;line-height:20px;color:#6c6678">Or open this address:<br>
<a href="${link}" style="color:#d6294f;word-break:break-all">${link}</a></p>`
    : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;background:#faf8f5;color:#14121a;${FONT}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#faf8f5"><tr>
<td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px">
<tr><td style="padding:0 0 20px;font-size:17px;font-weight:700">
<span style="color:#d6294f">&#9646;</span> StreamShape</td></tr>
<tr><td style="padding:32px;background:#ffffff;border:1px solid #e4dfe6;border-radius:16px">
<h1 style="margin:0 0 16px;font-size:24px;line-height:30px">${escapeHtml(heading)}</h1>
${paragraphs.map((text) => paragraph(text, 'font-size:16px;line-height:25px')).join('\n')}
${action}
${notes.map((text) => paragraph(text, 'font-size:13px;line-height:20px;color:#6c6678')).join('\n')}
</td></tr><tr><td style="padding:20px 4px;font-size:13px;line-height:20px;color:#6c6678">
Sent by StreamShape at <a href="${escapeHtml(publicUrl)}" style="color:#6c6678">${escapeHtml(new URL(publicUrl).host)}</a>.
</td></tr></table></td></tr></table></body></html>`;
}

function text({ heading, paragraphs, button, notes = [] }: MailMessage, publicUrl: string): string {
  const action = button ? [`${button.label}:\n${button.url}`] : [];
  const footer = `-- \nStreamShape at ${new URL(publicUrl).host}`;
  return `${[heading, ...paragraphs, ...action, ...notes, footer].join('\n\n')}\n`;
}

export function layOut(message: MailMessage, publicUrl: string): Omit<MailContent, 'to'> {
  return { subject: message.subject, text: text(message, publicUrl), html: html(message, publicUrl) };
}

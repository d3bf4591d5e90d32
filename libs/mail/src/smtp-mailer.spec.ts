import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MailRefusedError } from '#libs/domain';
import { SmtpServer, textOf } from '../test/smtp-server.js';
import { SmtpMailer } from './index.js';

let server: SmtpServer;
let mailer: SmtpMailer;
beforeAll(async () => {
  server = await SmtpServer.start();
  mailer = new SmtpMailer({ url: server.url, from: 'StreamShape <hello@live.example>' });
});
afterAll(async () => {
  mailer.close();
  await server[Symbol.asyncDispose]();
});

const mail = {
  to: 'a@b.example',
  subject: 'Grüße 🌹',
  text: 'Ein Link: https://x.example/#token=a_b-c',
  html: '<p>x</p>',
};

describe('SmtpMailer', () => {
  it('sends text and HTML to one recipient, with the same id for each try', async () => {
    await mailer.send('11111111-1111-4111-8111-111111111111', mail);
    const [received] = server.mails;
    expect(received).toMatchObject({ from: 'hello@live.example', to: ['a@b.example'] });
    expect(received?.raw).toContain('Message-ID: <11111111-1111-4111-8111-111111111111@live.example>');
    expect(received?.raw).toMatch(/text\/html/);
    expect(textOf(received!)).toContain(mail.text);
  });

  it('takes what stands in an address for one address', async () => {
    const before = server.mails.length;
    await mailer.send('x', { ...mail, to: 'c@d.example' });
    expect(server.mails[before]?.to).toEqual(['c@d.example']);
    await mailer.send('y', { ...mail, to: 'e@f.example, g@h.example' }).catch(() => undefined);
    expect(server.mails.flatMap(({ to }) => to)).not.toContain('g@h.example');
  });

  it('tells a refusal for good from one for now', async () => {
    server.refusals.push('550 no such user');
    await expect(mailer.send('x', mail)).rejects.toThrow(MailRefusedError);
    server.refusals.push('451 try later');
    const later = await mailer.send('x', mail).catch((error: unknown) => error);
    expect(later).toBeInstanceOf(Error);
    expect(later).not.toBeInstanceOf(MailRefusedError);
    const away = new SmtpMailer({ url: 'smtp://127.0.0.1:1', from: 'a@b.example' });
    await expect(away.send('x', mail)).rejects.not.toThrow(MailRefusedError);
    away.close();
  });
});

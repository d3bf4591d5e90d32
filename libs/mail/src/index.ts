export { SmtpMailer, type SmtpOptions } from './smtp-mailer.js';

export { PasswordHasher, PasswordsBusyError } from './password-hasher.js';

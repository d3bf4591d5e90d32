/** Something the person at the keyboard can put right; shown as its message alone, without a stack. */
export class UserError extends Error {
  name = 'UserError';
}

/** Ends the command with code 1: a plain message for a UserError, the whole stack for a fault of ours. */
export function reportFailure(error) {
  console.error(error instanceof UserError ? `\n${error.message}` : error);
  process.exitCode = 1;
}

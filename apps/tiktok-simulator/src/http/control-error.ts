/** A control request that cannot be done; the message says what to do instead. */
export class ControlError extends Error {
  constructor(
    readonly status: 400 | 404 | 405 | 409 | 413,
    message: string,
  ) {
    super(message);
    this.name = 'ControlError';
  }
}

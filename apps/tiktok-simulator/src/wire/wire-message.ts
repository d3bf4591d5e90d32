/** One WebCast message as it travels: the payload bytes are never touched again after encoding. */
export interface WireMessage {
  readonly method: string;
  readonly msgId: string;
  readonly payload: Buffer;
  /** Marked in the initial batch of a sign response: the client must not alert on it. */
  readonly isHistory?: boolean;
}

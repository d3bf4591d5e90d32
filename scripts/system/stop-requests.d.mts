export class StopRequests {
  readonly stopping: AbortSignal;
  readonly hurrying: AbortSignal;
  listen(): void;
  request(now?: number): void;
}

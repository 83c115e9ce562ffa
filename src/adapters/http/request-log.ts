/** One attempt of one request, for the log. It holds no secret: no headers, no bodies. */
export interface RequestLogEntry {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** null when no answer came. */
  readonly status: number | null;
  /** Until the answer was complete; for a stream, until its headers. */
  readonly ms: number;
  /** Counts from 1. */
  readonly attempt: number;
  /** The same for all attempts; the service gets it as `X-Request-Id`. */
  readonly requestId: string;
  /** The reason why no usable answer came. */
  readonly error?: string;
}

/** One attempt of one request, for the log. It holds no secret: no headers, no bodies. */
export interface RequestLogEntry {
  readonly method: string;
  /** The service: `https://api.helix-db.com`. */
  readonly origin: string;
  /** With its query. */
  readonly path: string;
  /** null when no answer came, and where answers have none. */
  readonly status: number | null;
  /** Until the answer was complete; for a stream, until its headers. */
  readonly ms: number;
  /** Counts from 1. */
  readonly attempt: number;
  /** The same for all attempts; the service gets it as `X-Request-Id`; absent where none is sent. */
  readonly requestId?: string;
  /** The reason why no usable answer came. */
  readonly error?: string;
}

/** Returns an entry as one line for a person. */
export function requestText({ method, origin, path, status, ms, attempt, error }: RequestLogEntry): string {
  const again = attempt === 1 ? '' : ` (attempt ${attempt})`;
  return `${method} ${origin}${path}: ${error ?? status ?? 'done'} in ${ms} ms${again}`;
}

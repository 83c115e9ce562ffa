/** A proxy that did not connect Helix to the server. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure';
  readonly hint: string;
  /** Whether another attempt may help. */
  readonly transient: boolean;

  private constructor(message: string, { hint, transient }: { hint: string; transient: boolean }) {
    super(message);
    this.hint = hint;
    this.transient = transient;
  }

  /** The proxy itself could not be reached. */
  static unanswered(proxy: URL, error: unknown): ProxyFailure {
    const { message, code } = error as { readonly message?: string; readonly code?: unknown };
    const reason = message === undefined || message === '' ? String(code) : message;
    return new ProxyFailure(`the proxy ${proxy.origin} does not answer: ${reason}`, {
      hint: CHECK,
      transient: true,
    });
  }

  /** The proxy refused the connection with this HTTP status. */
  static refused(proxy: URL, status: number): ProxyFailure {
    return new ProxyFailure(`the proxy ${proxy.origin} answered ${status}`, {
      hint: status === 407 ? LOGIN : CHECK,
      transient: status >= 500,
    });
  }
}

const CHECK = 'Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY.';
const LOGIN =
  'The proxy wants a login: write it as http://USER:PASSWORD@HOST:PORT in HTTP_PROXY and HTTPS_PROXY.';

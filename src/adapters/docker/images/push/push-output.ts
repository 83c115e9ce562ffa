/** One line of the progress of a push. */
export interface PushLine {
  readonly id?: string;
  readonly status?: string;
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
}

/** The output of a push as it comes. A refusal comes as a line of it, after a good answer. */
export class PushOutput {
  readonly #layers = new Map<string, boolean>();
  #error: string | null = null;

  add({ id, status, error, errorDetail }: PushLine): void {
    if (error !== undefined || errorDetail !== undefined) {
      this.#error = (errorDetail?.message ?? error ?? 'the engine gives no reason').trim();
    }
    if (id === undefined || status === undefined) return;
    const isDone = /^(Pushed|Layer already exists|Mounted from)/.test(status);
    if (isDone || /^(Preparing|Waiting|Pushing|Retrying)/.test(status)) this.#layers.set(id, isDone);
  }

  /** Returns `pushing (3 of 8 layers)`; null before the first layer. */
  get progress(): string | null {
    if (this.#layers.size === 0) return null;
    const done = [...this.#layers.values()].filter(Boolean).length;
    return `pushing (${done} of ${this.#layers.size} layers)`;
  }

  /** Why the push failed; null when it did not. */
  get error(): string | null {
    return this.#error;
  }

  get isDenied(): boolean {
    return /unauthorized|denied|authentication required|no basic auth|forbidden/i.test(this.#error ?? '');
  }

  /** Whether the registry keeps the tag as another push has left it. */
  get isOverwrite(): boolean {
    return /immutable|cannot be overwritten|already exists/i.test(this.#error ?? '');
  }

  /** Whether it is of use to try again. */
  get isBroken(): boolean {
    return (
      !this.isOverwrite &&
      /connection|timeout|timed out|EOF|reset|refused|unexpected http|50[0234]|unavailable|TLS handshake|broken pipe|i\/o/i.test(
        this.#error ?? '',
      )
    );
  }
}

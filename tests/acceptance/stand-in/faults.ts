import { deferred } from './deferred';

/** A failure that a test asks for. */
export type Fault =
  /** An error with this status, in the vendor's form: 401, 403, 404, 409, 429, 5xx. */
  | { readonly status: number }
  /** The connection breaks before the request has an effect, or after it. */
  | { readonly dropped: 'before' | 'after' }
  /** The operation fails by this code of the vendor: a quota, a zone without machines. */
  | { readonly failure: string };

/** A request that is kept back on its way to its handler, as by a slow network. */
export class HeldCall {
  readonly #arrived = deferred();
  readonly #released = deferred();
  readonly #done = deferred();
  #isLost = false;

  /** Resolves when the request is there. */
  get arrived(): Promise<void> {
    return this.#arrived.promise;
  }

  /** Lets it through, whether or not its sender still lives, and resolves when it has had its effect. */
  async release(): Promise<void> {
    this.#released.resolve();
    await this.#done.promise;
  }

  /** Drops it on its way: it never has an effect. */
  async drop(): Promise<void> {
    this.#isLost = true;
    await this.release();
  }

  /** Passes the request on once it is let through; null if it is lost. */
  async passThrough<T>(pass: () => Promise<T>): Promise<T | null> {
    this.#arrived.resolve();
    await this.#released.promise;
    try {
      return this.#isLost ? null : await pass();
    } finally {
      this.#done.resolve();
    }
  }
}

interface Rule {
  readonly operation: string;
  readonly what: Fault | HeldCall;
  skip: number;
  times: number;
}

/** The failures that wait for the next requests of an operation; `*` is any operation. */
export class Faults {
  #rules: Rule[] = [];

  /** Lets the next `times` requests fail, after `skip` of them that do not. */
  add(operation: string, fault: Fault, { times = 1, skip = 0 } = {}): void {
    this.#rules.push({ operation, what: fault, skip, times });
  }

  /** Keeps the next request back, after `skip` of them that pass. */
  hold(operation: string, { skip = 0 } = {}): HeldCall {
    const held = new HeldCall();
    this.#rules.push({ operation, what: held, skip, times: 1 });
    return held;
  }

  clear(): void {
    this.#rules = [];
  }

  /** Takes what waits for a request of this operation. */
  take(operation: string): Fault | HeldCall | null {
    for (const rule of this.#rules) {
      if (rule.operation !== '*' && rule.operation !== operation) continue;
      if (rule.skip > 0) {
        rule.skip -= 1;
        continue;
      }
      rule.times -= 1;
      this.#rules = this.#rules.filter(({ times }) => times > 0);
      return rule.what;
    }
    return null;
  }
}

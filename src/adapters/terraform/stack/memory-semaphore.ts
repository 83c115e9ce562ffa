import { freemem } from 'node:os';

/** What Terraform and the AWS provider need for one stack. */
const STACK_BYTES = 0.85e9;

/** As many at a time as fit into memory; one always does. */
export class MemorySlots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(freeBytes: number = freemem()) {
    this.#free = Math.max(1, Math.floor(freeBytes / STACK_BYTES));
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}

/** The work of a cloud that is done after its answer: it ends when it has been asked for often enough. */
export class AsyncOperations<Result> {
  /** The number of times that an operation is seen to be running. */
  polls = 0;

  readonly #running = new Map<string, { readonly end: () => Result; left: number }>();
  readonly #results = new Map<string, Result>();

  /** Begins an operation; `end` is its effect. It has ended at once when no poll is to see it running. */
  start(id: string, end: () => Result): Result | null {
    if (this.polls === 0) {
      const result = end();
      this.#results.set(id, result);
      return result;
    }
    this.#running.set(id, { end, left: this.polls });
    return null;
  }

  /** Returns the result of an operation, null while it runs, and undefined if there is no such operation. */
  read(id: string): Result | null | undefined {
    const one = this.#running.get(id);
    if (one === undefined) return this.#results.get(id);
    one.left -= 1;
    if (one.left > 0) return null;
    return this.#end(id, one.end);
  }

  /** Returns the same as the last `read` of an operation, without asking again. */
  peek(id: string): Result | null {
    return this.#results.get(id) ?? null;
  }

  /** Ends all that runs, as it does in a cloud that nobody asks. */
  settle(): void {
    for (const [id, { end }] of this.#running) this.#end(id, end);
  }

  #end(id: string, end: () => Result): Result {
    this.#running.delete(id);
    const result = end();
    this.#results.set(id, result);
    return result;
  }
}

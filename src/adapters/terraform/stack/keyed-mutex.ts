/** One at a time for each name, in the order in which they come. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    // Who comes next waits for the end, however it is.
    this.#last.set(
      name,
      mine.catch(() => undefined),
    );
    return mine;
  }
}

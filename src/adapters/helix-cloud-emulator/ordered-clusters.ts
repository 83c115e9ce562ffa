/** Cluster ids by their number of creation, so that the cost of a page is its size. */
export class OrderedClusters {
  #order: number[] = [];
  readonly #ids = new Map<number, string>();

  get isEmpty(): boolean {
    return this.#ids.size === 0;
  }

  add(seq: number, id: string): void {
    const present = this.#ids.has(seq);
    this.#ids.set(seq, id);
    if (present) return;
    const last = this.#order.at(-1);
    if (last === undefined || last < seq) {
      this.#order.push(seq);
      return;
    }
    const position = this.#position(seq);
    if (this.#order[position] !== seq) this.#order.splice(position, 0, seq);
  }

  /** Removes a number. It stays in the list until half of them are removed, which keeps removals cheap. */
  remove(seq: number): void {
    this.#ids.delete(seq);
    if (this.#order.length > 32 && this.#ids.size * 2 < this.#order.length) {
      this.#order = this.#order.filter((candidate) => this.#ids.has(candidate));
    }
  }

  clear(): void {
    this.#order = [];
    this.#ids.clear();
  }

  /** Lists the numbers above `seq`, ascending, removed ones included. The list may change during the walk. */
  after(seq: number): readonly number[] {
    return this.#order.slice(this.#position(seq + 1));
  }

  idOf(seq: number): string | undefined {
    return this.#ids.get(seq);
  }

  // The first place whose number is not below `seq`.
  #position(seq: number): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#order[middle] ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

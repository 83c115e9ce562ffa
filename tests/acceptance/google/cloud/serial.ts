/** Numbers that no two things share, and times of which a later one is larger: nothing depends on a clock. */
export class Serial {
  #last = 0;

  /** The next number of 19 digits. */
  id(): string {
    return `${(this.#last += 1)}`.padStart(19, '4');
  }

  /** The next mark of a version: two versions never have the same one. */
  fingerprint(): string {
    return Buffer.from(`version-${(this.#last += 1)}`).toString('base64');
  }

  time(): string {
    return new Date(Date.UTC(2026, 10, 30) + (this.#last += 1) * 1000).toISOString().replace('.000', '');
  }

  number(): number {
    return (this.#last += 1);
  }
}

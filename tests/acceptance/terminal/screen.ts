/** The screen of a terminal: what is seen after everything that it was sent. Knows what line editors and lists send. */
export class Screen {
  readonly #columns: number;
  readonly #rows: number;
  #lines: string[][] = [[]];
  /** The first line that is seen. */
  #top = 0;
  #row = 0;
  #column = 0;
  cursorHidden = false;

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#rows = rows;
  }

  /** The lines that were ever seen, those that scrolled away too, without blanks at their ends. */
  get lines(): readonly string[] {
    return this.#lines.map((line) => line.join('').trimEnd());
  }

  /** @throws Error for a sequence that it does not know */
  show(text: string): this {
    for (const [whole, control, parameters, command, character] of text.matchAll(SENT)) {
      if (character !== undefined) this.#write(character);
      else if (control !== undefined) this.#control(control);
      else this.#command(command ?? '', parameters ?? '', whole);
    }
    return this;
  }

  #control(control: string): void {
    if (control === '\r') this.#column = 0;
    if (control === '\n') this.#moveDown();
    if (control === '\b') this.#column = Math.max(0, this.#column - 1);
  }

  #command(command: string, parameters: string, whole: string): void {
    const count = Number(parameters === '' ? 1 : parameters);
    switch (command) {
      case 'm':
        return;
      case 'A':
        this.#row = Math.max(this.#top, this.#row - count);
        return;
      case 'B':
        this.#row = Math.min(this.#top + this.#rows - 1, this.#row + count);
        return;
      case 'C':
        this.#column = Math.min(this.#columns - 1, this.#column + count);
        return;
      case 'D':
        this.#column = Math.max(0, this.#column - count);
        return;
      case 'G':
        this.#column = count - 1;
        return;
      case 'J':
        this.#lines.length = Math.min(this.#lines.length, this.#row + 1);
        this.#lineHere().length = Math.min(this.#lineHere().length, this.#column);
        return;
      case 'K':
        if (parameters === '2') this.#lineHere().length = 0;
        else this.#lineHere().length = Math.min(this.#lineHere().length, this.#column);
        return;
      case 'h':
      case 'l':
        if (parameters === '?25') this.cursorHidden = command === 'l';
        return;
      default:
        throw new Error(`the screen does not know ${JSON.stringify(whole)}`);
    }
  }

  #lineHere(): string[] {
    while (this.#lines.length <= this.#row) this.#lines.push([]);
    return this.#lines[this.#row]!;
  }

  #write(character: string): void {
    if (this.#column === this.#columns) {
      this.#column = 0;
      this.#moveDown();
    }
    const line = this.#lineHere();
    while (line.length < this.#column) line.push(' ');
    line[this.#column] = character;
    this.#column += 1;
  }

  #moveDown(): void {
    this.#row += 1;
    this.#lineHere();
    this.#top = Math.max(this.#top, this.#row - this.#rows + 1);
  }
}

const SENT = /([\r\n\b\x07])|\u001b\[([?\d;]*)([A-Za-z])|([^\u001b])/gu;

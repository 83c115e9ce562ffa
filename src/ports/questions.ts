/** An answer that a question offers. */
export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  /** A few words beside the label: its price, or why it cannot be chosen. */
  readonly remark?: string;
  /** Whether it is listed but cannot be chosen. */
  readonly disabled?: boolean;
}

/** A question that is answered by one of several choices. */
export interface Selection<T> {
  readonly message: string;
  /** At least one of them can be chosen. */
  readonly choices: readonly Choice<T>[];
  /** The choice that Enter alone takes; null: the first. */
  readonly initial: T | null;
  /** Whether typing filters the choices: for long lists. */
  readonly searchable?: boolean;
}

/** A question that is answered by a line of text. */
export interface TextQuestion<T> {
  readonly message: string;
  /** The text that Enter alone means; null: there must be one. */
  readonly initial: string | null;
  /** Returns the value of an answer. Throws HelixError for an invalid text: its message is shown, and the question stays. */
  readonly read: (text: string) => T;
}

/** A question that is answered by yes or no. */
export interface YesOrNo {
  readonly message: string;
  /** The answer of Enter alone. */
  readonly initial: boolean;
}

/**
 * Several questions in a row to the person at the terminal. Escape, Ctrl-C, Ctrl-D, a terminal that closes and SIGTERM end
 * them with HelixError `cancelled`.
 */
export interface Questions {
  /** Shows the title of the questions that follow. */
  title(text: string): void;
  select<T extends string | number>(question: Selection<T>): Promise<T>;
  askText<T>(question: TextQuestion<T>): Promise<T>;
  confirm(question: YesOrNo): Promise<boolean>;
}

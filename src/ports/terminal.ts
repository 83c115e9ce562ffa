import type { Questions } from './questions';
import type { Reporter } from './reporter';

/** The person at the terminal, if there is one. */
export interface Terminal {
  /** Whether a person can be asked: standard input and standard error are a terminal, and no CI runs it. */
  readonly interactive: boolean;
  /** Whether that person sees standard output. */
  readonly showsAnswers: boolean;
  /** Loads what asks several questions in a row. Throws HelixError `usage` where nobody can be asked. */
  loadQuestions(): Promise<Questions>;
  /**
   * Asks a yes-or-no question. false for anything but `y` or `yes` and Enter; where `isYes`, Enter alone is a yes as well.
   */
  confirm(question: string, isYes?: boolean): Promise<boolean>;
  /** Asks for a line of text; null for Escape, Ctrl-C and Ctrl-D. */
  ask(question: string): Promise<string | null>;
  /** Asks for a secret without showing it; null for Escape, Ctrl-C and Ctrl-D. */
  askSecret(question: string): Promise<string | null>;
  /** Reads all of standard input as text. */
  readInput(): Promise<string>;
  /** A reporter on standard error: live on a terminal, plain lines elsewhere. */
  reporter(): Reporter;
}

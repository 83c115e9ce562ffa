import type { Reporter } from './reporter';

/** The person at the terminal, if there is one. */
export interface Terminal {
  /** Whether there is a person to ask: both input and output are a terminal. */
  readonly interactive: boolean;
  /** Asks; false for no, and for Ctrl-C. */
  confirm(question: string): Promise<boolean>;
  /** Asks for a secret, without showing it. null for Ctrl-C. */
  secret(question: string): Promise<string | null>;
  /** All of standard input, as text. */
  readInput(): Promise<string>;
  /** Shows progress on standard error: live on a terminal, plain lines elsewhere. */
  reporter(): Reporter;
}

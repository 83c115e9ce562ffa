/** The abilities of the reader's terminal. */
export interface Style {
  /** False for pipes, `NO_COLOR` and `TERM=dumb`. */
  readonly color: boolean;
  /** Columns; 80 where there is no terminal. */
  readonly width: number;
  /** Whether our symbols may be outside ASCII: spinners, arrows, check marks. */
  readonly unicode: boolean;
  /** Whether a person reads it; false for pipes and files. */
  readonly terminal: boolean;
}

/** The style for an unknown reader: a file, a pipe, CI. */
export const PLAIN_STYLE: Style = { color: false, width: 80, unicode: false, terminal: false };

/** What the reader's terminal can do; decided by whoever owns the terminal. */
export interface Style {
  /** False for pipes, `NO_COLOR` and `TERM=dumb`. */
  readonly color: boolean;
  /** Columns; 80 where there is no terminal. */
  readonly width: number;
  /** Whether symbols of ours may leave ASCII: spinners, arrows, check marks. */
  readonly unicode: boolean;
}

/** How output looks where nothing is known of its reader: a file, a pipe, CI. */
export const PLAIN_STYLE: Style = { color: false, width: 80, unicode: false };

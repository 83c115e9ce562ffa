/** The text of a file, with the name that is shown to the user. */
export interface SourceText {
  /** The name in problems: relative to the project, with `/`. */
  readonly file: string;
  readonly text: string;
}

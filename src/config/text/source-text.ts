/** The text of a file, with the name that is shown to the user. */
export interface SourceText {
  /** The name in problems: relative to the project, with `/`. */
  readonly file: string;
  readonly text: string;
}

/** Whether a text holds a line that git writes where two sides of a merge differ. */
export function hasConflict({ text }: SourceText): boolean {
  return /^(?:<{7} |>{7} )/m.test(text);
}

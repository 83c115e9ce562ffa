/** A file's text with the name that people know it by. */
export interface SourceText {
  /** As shown in complaints: relative to the project, `/` separated. */
  readonly file: string;
  readonly text: string;
}

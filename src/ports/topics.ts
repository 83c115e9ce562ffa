/** The pages of the documentation that `helix help TOPIC` prints. */
export interface Topics {
  /** The names of all pages, sorted: `ci`, `cost`, ... */
  listNames(): Promise<readonly string[]>;
  /** The text of a page in Markdown, or null when no page has that name. */
  read(name: string): Promise<string | null>;
}

/** The API key for Helix Cloud on this host. */
export interface Credentials {
  /**
   * The key in force, or null when there is none.
   * @throws HelixError `auth` for a key or a file that cannot be used
   */
  read(): Promise<ApiKey | null>;
  /** Saves a key for later runs, readable by the user alone. Returns the file. */
  write(key: { readonly key: string; readonly userId: string }): Promise<string>;
  /** Deletes the saved key. Returns the file that held it, or null when none was saved. */
  remove(): Promise<string | null>;
}

export interface ApiKey {
  readonly key: string;
  /** null when the key comes from the environment. */
  readonly userId: string | null;
  /** For people: `HELIX_API_KEY` or the path of the file. */
  readonly source: string;
  /** Something the user should know, such as a file that others can read. */
  readonly warning: string | null;
}

/** The API key for Helix Cloud on this machine. */
export interface Credentials {
  /**
   * The key in force, or null when there is none.
   * @throws HelixError `auth` for a key or a file that cannot be used
   */
  read(): Promise<ApiKey | null>;
  /** Keeps a key for later runs, readable by the user alone. Returns where. */
  write(key: { readonly key: string; readonly userId: string }): Promise<string>;
  /** Forgets the kept key. Returns the file it was in, or null when none was kept. */
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

/** The API key for Helix Cloud on this host. */
export interface Credentials {
  /**
   * The key in force, or null when there is none.
   * @throws HelixError `auth` for a key or a file that cannot be used, or a profile that is not saved
   */
  read(): Promise<ApiKey | null>;
  /** Saves a key for later runs, readable by the user alone; without a profile in the one in force. */
  write(key: { readonly key: string; readonly userId: string }, profile?: string): Promise<SavedKey>;
  /** Deletes a saved key. Returns its place, or null when none was saved. */
  remove(profile?: string): Promise<string | null>;
  /**
   * Replaces the saved key by one that is created meanwhile. The file changes last, and only when it still has the
   * key `current`; no other run changes it meanwhile. Returns the new key and its place.
   * @throws HelixError `refused` when the file has another key by now, `locked` when another run holds it
   */
  replace<Key extends { readonly key: string }>(
    current: ApiKey,
    steps: ReplaceSteps<Key>,
  ): Promise<{ readonly place: string; readonly made: Key }>;
  /** Opens a file for a key, readable by the user alone. Throws HelixError `config` where none can be written. */
  openKeyFile(path: string): Promise<KeyFile>;
}

/** A file that takes its name when a key is written to it. */
export interface KeyFile {
  readonly write: (key: string) => Promise<void>;
  readonly discard: () => Promise<void>;
}

export interface ApiKey {
  readonly key: string;
  /** null when the key comes from the environment. */
  readonly userId: string | null;
  /** For people: `HELIX_API_KEY`, or the path of the file with the profile. */
  readonly source: string;
  /** Whether a file holds it; else it comes from the environment. */
  readonly saved: boolean;
  /** Something the user should know, such as a file that others can read. */
  readonly warning: string | null;
}

/** The place of a saved key, and that of a damaged file that had to make room. */
export interface SavedKey {
  readonly place: string;
  readonly movedAside: string | null;
}

/** The steps of a replacement that are not about the file. */
export interface ReplaceSteps<Key> {
  /** The request, in a word: one that was interrupted is repeated with its idempotency key. */
  readonly request: string;
  readonly create: (idempotencyKey: string) => Promise<Key>;
  /** Checks the created key before it is saved. Its failure leaves the file as it was. */
  readonly verify: (made: Key) => Promise<void>;
  /** Withdraws a created key that could not be saved. */
  readonly withdraw: (made: Key) => Promise<void>;
}

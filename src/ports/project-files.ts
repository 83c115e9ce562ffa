import type { BuildContext, ContextPlace } from '../graph/project-contents';

/** The project directory as Helix sees it: texts in, digests of what is not text, texts out. */
export interface ProjectFiles {
  /**
   * Walks up from `start` to the root until a directory holds helix.toml, Blueprint.toml, blueprint.toml or a Cargo.toml
   * with blueprint metadata. `searched` lists the directories that were visited, nearest first. Throws HelixError `config`
   * for a helix.toml or Blueprint.toml that is not a file, such as a broken link: a project above it is not the one meant.
   */
  find(start: string): Promise<{ readonly root: string | null; readonly searched: readonly string[] }>;
  /** The kind of what a path leads to, through links; null where it leads to nothing. */
  readKind(path: string): Promise<'file' | 'directory' | 'other' | null>;
  /** The number of the user who owns a directory; null where containers know the users of this host by other numbers. */
  readOwner(directory: string): Promise<number | null>;
  /**
   * The UTF-8 text of a file below the root, or null when there is none. Throws HelixError `config` for invalid UTF-8,
   * and for more than `largest` bytes (default: `LARGEST.text`).
   */
  readText(root: string, file: string, largest?: number): Promise<string | null>;
  /** Writes a text atomically (temporary file, fsync, rename). */
  writeText(root: string, file: string, text: string): Promise<void>;
  /**
   * The `.hx` files below `directory` (the `.helix` folder skipped): path relative to `directory` with `/` -> text. Throws
   * HelixError `config` for a link that leads out of the project.
   */
  readHxFiles(root: string, directory: string): Promise<ReadonlyMap<string, string>>;
  /**
   * The build context of a Dockerfile, by digests, after the ignore file. null where there is no such Dockerfile. `envFiles`,
   * relative to the project, hold secrets: they are left out unless a rule names them.
   */
  readBuildContext(
    root: string,
    place: ContextPlace,
    envFiles?: readonly string[],
  ): Promise<BuildContext | null>;
  /** The same files as an archive, for a build. Throws HelixError `config` where there is no such Dockerfile. */
  packBuildContext(root: string, place: ContextPlace, envFiles?: readonly string[]): Promise<PackedContext>;
  /**
   * Returns an archive of texts by their paths in it, and of a folder of this host without its `.git` and `target`. The
   * same bytes for the same files; each call of the result reads them again.
   */
  packFiles(texts: ReadonlyMap<string, string>, folder: PackedFolder): Promise<PackedContext['archive']>;
  /** Keeps files that Helix writes for the user, such as saved plans and reports, out of all build contexts from now on. */
  leaveOutOfContexts(root: string, files: readonly string[]): Promise<void>;
  /** The commit that the directory's git checkout is at, or null. */
  readGitCommit(root: string): Promise<string | null>;
  /** The time of that commit in seconds since 1970, or null. */
  readCommitTime(root: string): Promise<number | null>;
  /** The page of the repository that the directory was cloned from, without any user or password; or null. */
  readSourceUrl(root: string): Promise<string | null>;
}

/** A folder of this host, and its path in an archive. */
export interface PackedFolder {
  readonly directory: string;
  readonly path: string;
}

/** A build context to send to a builder. */
export interface PackedContext {
  /** The digest of the files as they are now; a build is refused when the plan has another one. */
  readonly digest: string;
  /** The path of the Dockerfile in the archive. */
  readonly dockerfile: string;
  readonly dockerfileText: string;
  /**
   * Returns a tar archive: the same bytes for the same files. Each call reads them again, and throws HelixError `config`
   * for a file that has changed since.
   */
  readonly archive: () => AsyncIterable<Uint8Array>;
}

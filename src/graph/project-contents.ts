import type { Files } from '../values/file-changes';

/** The files of a project beside its configuration, as digests. */
export interface ProjectContents {
  /** Path of each `.hx` file below the queries directory -> SHA-256 of its text. */
  readonly queries: Readonly<Record<string, string>>;
  /** The build context of each instance whose image is built from a Dockerfile, by the instance's name. */
  readonly contexts: Readonly<Record<string, BuildContext>>;
}

/** The files that an image is built from, after the ignore file. */
export interface BuildContext {
  readonly place: ContextPlace;
  /** The SHA-256 of all files with their modes, the Dockerfile included. */
  readonly digest: string;
  /** Path in the context -> digest, shortened; null where there are too many files to be recorded one by one. */
  readonly files: Files | null;
  readonly fileCount: number;
}

/** The place of a build context in a project, with `/` and relative to the project's directory. */
export interface ContextPlace {
  /** The directory that is sent: `.`, `services/api`. */
  readonly directory: string;
  /** `Dockerfile`, `docker/api.Dockerfile` */
  readonly dockerfile: string;
}

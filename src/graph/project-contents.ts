import type { ContextNote } from '../resources/dockerfile/context-warnings';
import type { Files } from '../values/file-changes';

/** The files of a project beside its configuration, as digests. */
export interface ProjectContents {
  /** Path of each `.hx` file below the queries directory -> SHA-256 of its text. */
  readonly queries: Readonly<Record<string, string>>;
  /** The build context of each instance whose image is built from a Dockerfile, by the instance's name. */
  readonly contexts: Readonly<Record<string, BuildContext>>;
  /** The names of the variables in the project's `.env` files, sorted. Their values are secret. */
  readonly envFileNames: readonly string[];
  /** The instances whose data HelixDB 2.x left in a folder of the project. */
  readonly dataFolders: ReadonlySet<string>;
}

/** The files that an image is built from, after the ignore file. */
export interface BuildContext {
  readonly place: ContextPlace;
  /** The SHA-256 of all files with their modes, the Dockerfile included. */
  readonly digest: string;
  /** Path in the context -> digest, shortened; null where there are too many files to be recorded one by one. */
  readonly files: Files | null;
  readonly fileCount: number;
  /** The total size of the files. */
  readonly bytes: number;
  readonly dockerfileText: string;
  /** The observations that a person should know of before the image is built. */
  readonly notes: readonly ContextNote[];
}

/** The place of a build context in a project, with `/` and relative to the project's directory. */
export interface ContextPlace {
  /** The directory that is sent: `.`, `services/api`. */
  readonly directory: string;
  /** `Dockerfile`, `docker/api.Dockerfile` */
  readonly dockerfile: string;
}

/** The build context of an instance, whatever its name: `__proto__` is one too. */
export function contextOf(
  { contexts }: Pick<ProjectContents, 'contexts'>,
  instance: string,
): BuildContext | undefined {
  return Object.hasOwn(contexts, instance) ? contexts[instance] : undefined;
}

/** Whether the project holds anything that the image of an instance can be built from: a Dockerfile, or queries. */
export function hasImageSource(
  contents: Pick<ProjectContents, 'contexts' | 'queries'>,
  instance: string,
): boolean {
  return contextOf(contents, instance) !== undefined || Object.keys(contents.queries).length > 0;
}

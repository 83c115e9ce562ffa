import type { InstanceBase } from '../../config';
import type { TomlDocument } from '../../text/document';
import { readLifetime } from '../lifetime';
import type { Lifetime } from '../lifetime';
import { readTags } from '../tags';
import type { Tags } from '../tags';
import type { ProblemList } from '../../validation/problems';
import type { Part, Place } from '../../text/places';
import type { TomlPath } from '../../text/table-headers';

/** The defaults of instance tables. */
export interface Defaults {
  readonly lifetime: Lifetime;
  readonly tags: Tags;
  /** The region of Helix Cloud clusters. */
  readonly region: string;
}

/** A valid instance table, and the context to read it. */
export interface InstanceTable<T> {
  readonly name: string;
  readonly project: string;
  readonly path: TomlPath;
  readonly table: T;
  readonly document: TomlDocument;
  readonly defaults: Defaults;
  readonly problems: ProblemList;
}

/** Reads the common part of all instances: name, source, lifetime, tags. */
export function readBase(
  from: InstanceTable<
    Parameters<typeof readLifetime>[2] & {
      readonly tags?: Tags | undefined;
      readonly preview?: boolean | undefined;
    }
  >,
  defaults: Lifetime = from.defaults.lifetime,
): InstanceBase {
  const { name, document, path, table, problems } = from;
  return {
    name,
    source: document.sourceOf(path, 'table'),
    ...readLifetime(document, path, table, defaults, problems),
    tags: readTags(document, path, table.tags, from.defaults.tags, problems),
    ...(table.preview === true && { preview: true as const }),
  };
}

/** Reads the build mode. `debug`, which newer versions of the HelixDB CLI refuse, becomes `dev`. */
export function readBuildMode(
  from: InstanceTable<{ readonly build_mode?: 'dev' | 'release' | 'debug' }>,
  fallback: 'dev' | 'release',
): 'dev' | 'release' {
  const mode = from.table.build_mode ?? fallback;
  if (mode !== 'debug') return mode;
  from.problems.warning({
    code: 'debug-build-mode',
    message: `\`${from.path.join('.')}.build_mode\` is \`debug\`, which is read as \`dev\`.`,
    hint: 'Write `build_mode = "dev"`.',
    place: at(from, 'build_mode', 'value'),
  });
  return 'dev';
}

/** Returns a function that computes the place of a key of the table. */
export function at({ document, path }: InstanceTable<unknown>, key: string, part: Part): () => Place {
  return () => document.place([...path, key], part);
}

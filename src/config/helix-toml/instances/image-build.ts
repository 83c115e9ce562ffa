import type { SourceRef } from '../../../values/resource';
import type { EnvVar, ImageBuild } from '../../config';
import type { TomlDocument } from '../../text/document';
import type { TomlPath } from '../../text/table-headers';
import type { ProblemList } from '../../validation/problems';
import { readEnvVars } from '../env-vars';
import { projectPath } from '../project-path';

/** The keys of a table that say how its image is built. */
export const BUILD_KEYS = ['dockerfile', 'context', 'target', 'build_args', 'platform', 'platforms'] as const;

/** The platform of an image that leaves this host: clouds run amd64, whatever host builds it. */
export const LEAVES_THIS_HOST = 'linux/amd64';

interface BuildTable {
  readonly dockerfile?: string;
  readonly context?: string;
  readonly target?: string;
  readonly build_args?: Readonly<Record<string, string>>;
  readonly platform?: string;
  readonly platforms?: readonly string[];
}

/** A table whose image may be built, and its place. */
export interface BuildSource {
  readonly document: TomlDocument;
  readonly path: TomlPath;
  readonly table: BuildTable;
  readonly problems: ProblemList;
}

/** Reads how the image of a table is built. `platform` is the default; null: that of the engine, which keeps just one. */
export function readImageBuild(from: BuildSource, platform: string | null): ImageBuild {
  const { table } = from;
  return {
    dockerfile: readPath(from, 'dockerfile', 'a file'),
    context: readPath(from, 'context', 'a directory')?.value ?? null,
    target: table.target ?? null,
    buildArgs: readBuildArgs(from),
    platforms: readPlatforms(from, platform),
  };
}

function readPath(
  { document, path, table, problems }: BuildSource,
  key: 'dockerfile' | 'context',
  what: string,
): { readonly value: string; readonly source: SourceRef } | null {
  const written = table[key];
  if (written === undefined) return null;
  const place = () => document.place([...path, key], 'value');
  const value = projectPath(written);
  if (value === null || (key === 'dockerfile' && value === '.')) {
    problems.error({
      code: 'bad-path',
      message: `\`${[...path, key].join('.')}\` is \`${written}\`, which is not ${what} of the project.`,
      hint: 'Write a path inside the project, relative to it.',
      place,
    });
    return null;
  }
  return { value, source: document.sourceOf([...path, key], 'value') };
}

function readPlatforms(
  { document, path, table, problems }: BuildSource,
  fallback: string | null,
): readonly string[] {
  const { platform, platforms } = table;
  if (platforms === undefined) return [platform ?? fallback].filter((one) => one !== null);
  const several = [...new Set(platforms)].sort();
  const name = [...path, 'platforms'].join('.');
  const place = () => document.place([...path, 'platforms'], 'value');
  if (platform !== undefined) {
    problems.error({
      code: 'contradiction',
      message: `\`${path.join('.')}\` has both \`platform\` and \`platforms\`.`,
      hint: 'Keep `platforms`.',
      place,
    });
  } else if (fallback === null && several.length > 1) {
    problems.error({
      code: 'bad-value',
      message: `\`${name}\` names ${several.length} platforms, but the engine of this host keeps one of an image.`,
      hint: 'Remove it: an image of this host is built for this host.',
      place,
    });
  }
  return several;
}

/** Reads build arguments. Their values stay in the history of the image, whoever gives them. */
function readBuildArgs({ document, path, table, problems }: BuildSource): readonly EnvVar[] {
  const args = readEnvVars(document, [...path, 'build_args'], table.build_args, problems);
  for (const argument of args) {
    if (argument.type !== 'reference') continue;
    const { name } = argument;
    problems.warning({
      code: 'build-argument-in-history',
      message: `\`${[...path, 'build_args', name].join('.')}\` stays readable in the history of the image, for everyone who can pull it.`,
      hint: 'Pass a secret to the container instead, when it runs.',
      place: () => document.place([...path, 'build_args', name], 'key'),
    });
  }
  return args;
}

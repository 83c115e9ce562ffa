import { didYouMean } from '../../values/did-you-mean';
import { parseDuration } from '../../values/time/duration';
import type { BuildTable } from '../generated/build';
import { validateBuild } from '../generated/validators';
import type { TomlDocument } from '../text/document';
import type { TomlPath } from '../text/table-headers';
import type { ProblemList } from '../validation/problems';
import { validSubset } from '../validation/valid-subset';
import { validate } from '../validation/validate';
import { DEFAULT_BUILD } from './build';
import type { BuildConfig, BuilderChoice, RemoteBuilder } from './build';
import { readCache } from './read-cache';
import { readRemote } from './read-remote';
import { TableReporter } from './table-reporter';

/** The place of a `[build]` table, and what is written there; `undefined`: nothing. */
export interface BuildSource {
  readonly document: TomlDocument;
  readonly path: TomlPath;
  readonly table: unknown;
}

/** Reads `[build]` of helix.toml or of the blueprint; two of them are an error. */
export function readBuild(sources: readonly BuildSource[], problems: ProblemList): BuildConfig {
  const [source, other] = sources.filter(({ table }) => table !== undefined);
  if (source === undefined) return DEFAULT_BUILD;
  if (other !== undefined) {
    problems.error({
      code: 'contradiction',
      message: `\`[build]\` is in ${source.document.source.file} and in ${other.document.source.file}.`,
      hint: 'Keep one of them.',
      place: () => other.document.place(other.path, 'table'),
    });
  }
  return readTable(source, problems);
}

function readTable({ document, path, table: written }: BuildSource, problems: ProblemList): BuildConfig {
  const isValid = validate(document, path, written, validateBuild, problems);
  const table = (isValid ? written : validSubset(written, validateBuild)) as BuildTable;
  const reporter = new TableReporter(document, path, problems);
  const builder = readBuilder(table, isValid, reporter);
  return {
    builder,
    cache: table.cache === undefined ? null : readCache(table.cache, reporter.below('cache')),
    timeoutSeconds: readTimeout(table.timeout, reporter),
    parallel: table.parallel ?? DEFAULT_BUILD.parallel,
    provenance: table.provenance ?? DEFAULT_BUILD.provenance,
    keepGb: table.keep_gb ?? DEFAULT_BUILD.keepGb,
    rebuild: table.rebuild ?? DEFAULT_BUILD.rebuild,
    buildxKeys: keysForBuildx(table).map((key) => ({
      key: reporter.name(key),
      source: reporter.source(key),
    })),
  };
}

function keysForBuildx({ builder = 'local', cache, provenance = 'none' }: BuildTable): string[] {
  return [
    ...(builder === 'local' ? [] : ['builder']),
    ...(cache === undefined ? [] : ['cache']),
    ...(provenance === 'none' ? [] : ['provenance']),
  ];
}

function readBuilder(table: BuildTable, isValid: boolean, reporter: TableReporter): BuilderChoice | null {
  const remotes = Object.entries(table.remotes ?? {}).map(([name, remote]) =>
    readRemote(name, remote, reporter.below('remotes', name)),
  );
  switch (table.builder) {
    case undefined:
      return null;
    case 'local':
    case 'docker-container':
      return { type: table.builder };
    default:
      // A remote that is not valid is not missing.
      return remoteNamed(table.builder.replace(/^remote:/, ''), remotes, isValid ? reporter : null);
  }
}

function remoteNamed(
  name: string,
  remotes: readonly RemoteBuilder[],
  reporter: TableReporter | null,
): RemoteBuilder | null {
  const found = remotes.find((remote) => remote.name === name);
  if (found !== undefined) return found;
  const known = remotes.map((remote) => remote.name);
  reporter?.error('builder', {
    code: 'unknown-builder',
    message: `There is no \`[build.remotes.${name}]\`.`,
    hint:
      didYouMean(name, known) ??
      `Add \`[build.remotes.${name}]\` with \`endpoint = "tcp://buildkit.example.com:1234"\`.`,
  });
  return null;
}

function readTimeout(written: string | undefined, reporter: TableReporter): number {
  if (written === undefined) return DEFAULT_BUILD.timeoutSeconds;
  const duration = parseDuration(written);
  if (duration.ok) return duration.seconds;
  reporter.error('timeout', { code: 'bad-duration', message: duration.message, hint: duration.hint });
  return DEFAULT_BUILD.timeoutSeconds;
}

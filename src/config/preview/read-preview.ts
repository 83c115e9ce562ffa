import Decimal from 'decimal.js';
import { didYouMean } from '../../values/did-you-mean';
import { parseDuration } from '../../values/time/duration';
import type { BuildSource } from '../build/read-build';
import { TableReporter } from '../build/table-reporter';
import type { DeclaredInstance } from '../config';
import type { PreviewConfig } from './preview-config';
import type { PreviewTable } from '../generated/preview';
import { validatePreview } from '../generated/validators';
import type { LockRegions } from '../lock/lock-regions';
import type { Place } from '../text/places';
import type { ProblemList } from '../validation/problems';
import { validSubset } from '../validation/valid-subset';
import { validate } from '../validation/validate';

/** The valid part of a `[preview]` table, and its place. */
export interface PreviewSource {
  readonly from: BuildSource;
  readonly table: PreviewTable;
}

const DAY_SECONDS = 86_400;
const MOST = 5;

/** Reads `[preview]` of helix.toml or of the blueprint, as far as its own schema goes; two of them are an error. */
export function findPreview(sources: readonly BuildSource[], problems: ProblemList): PreviewSource | null {
  const [from, other] = sources.filter(({ table }) => table !== undefined);
  if (from === undefined) return null;
  if (other !== undefined) {
    problems.error({
      code: 'contradiction',
      message: `\`[preview]\` is in ${from.document.source.file} and in ${other.document.source.file}.`,
      hint: 'Keep one of them.',
      place: () => other.document.place(other.path, 'table'),
    });
  }
  const { document, path, table } = from;
  const isValid = validate(document, path, table, validatePreview, problems);
  return { from, table: (isValid ? table : validSubset(table, validatePreview)) as PreviewTable };
}

/** Reads what the previews of a project are made of. `declared` are the names of all tables, valid or not. */
export function readPreview(
  { from: { document, path }, table }: PreviewSource,
  instances: readonly DeclaredInstance[],
  declared: readonly string[],
  regions: LockRegions,
  problems: ProblemList,
): PreviewConfig {
  const reporter = new TableReporter(document, path, problems);
  const marked = instances.flatMap(({ name, preview }) => (preview === true ? [name] : []));
  const from = table.from ?? marked;
  if (from.length === 0 && !problems.hasErrors) {
    problems.warning({
      code: 'nothing-to-preview',
      message: 'No instance is part of previews.',
      hint: `Name them, as \`from = ["${declared[0] ?? 'web'}"]\`, or write \`preview = true\` in their tables.`,
      place: () => document.place(path, 'table'),
    });
  }
  (table.from ?? []).forEach((name, index) => {
    const finding = findingOn(name, instances, declared);
    if (finding !== null)
      problems.error({ ...finding, place: () => document.place([...path, 'from', index], 'value') });
  });
  checkSize(table.size, from, instances, regions, () => document.place([...path, 'size'], 'value'), problems);
  return {
    from,
    ttlSeconds: readTtl(table.ttl, reporter),
    profile: table.profile ?? null,
    spot: table.spot ?? null,
    size: table.size ?? null,
    max: { value: table.max ?? MOST, source: placeOf('max') },
    maxMonthlyUsd:
      table.max_monthly === undefined
        ? null
        : { value: new Decimal(table.max_monthly).toFixed(), source: placeOf('max_monthly') },
    declaredPorts: instances.flatMap((one) => (one.kind === 'local' ? [one.port] : [])),
    label: table.label ?? null,
    source: document.sourceOf(path, 'table'),
  };

  /** The place of a key, or of the table without it. */
  function placeOf(key: keyof PreviewTable): PreviewConfig['source'] {
    const place = document.place(
      table[key] === undefined ? path : [...path, key],
      table[key] === undefined ? 'table' : 'key',
    );
    return { file: place.file, line: place.line, column: place.column };
  }
}

interface Finding {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

function findingOn(
  name: string,
  instances: readonly DeclaredInstance[],
  declared: readonly string[],
): Finding | null {
  const instance = instances.find((one) => one.name === name);
  if (instance !== undefined) return isCopied(instance) ? null : notCopied(instance);
  // A table that is not valid is reported as such.
  if (declared.includes(name)) return null;
  return {
    code: 'unknown-instance',
    message: `There is no instance \`${name}\` to copy.`,
    hint:
      didYouMean(name, declared) ??
      (declared.length === 0 ? 'Declare it first.' : `The instances are ${declared.join(', ')}.`),
  };
}

/** Whether it runs, and under a name of its own. Only registries have a repository. */
function isCopied(instance: DeclaredInstance): boolean {
  return !('repository' in instance || instance.kind === 'anonymous' || instance.kind === 'enterprise');
}

function notCopied({ name, kind }: DeclaredInstance): Finding {
  return {
    code: 'no-preview',
    message: `\`${name}\` (${kind}) cannot be part of previews.`,
    hint: 'Clusters with a `cluster_id`, machines, apps and containers can.',
  };
}

function readTtl(written: string | undefined, reporter: TableReporter): number {
  if (written === undefined) return DAY_SECONDS;
  const duration = parseDuration(written);
  if (duration.ok) return duration.seconds;
  reporter.error('ttl', { code: 'bad-duration', message: duration.message, hint: duration.hint });
  return DAY_SECONDS;
}

/** Checks the size of clusters in the regions where the copies will be. */
function checkSize(
  size: string | undefined,
  from: readonly string[],
  instances: readonly DeclaredInstance[],
  regions: LockRegions,
  place: () => Place,
  problems: ProblemList,
): void {
  if (size === undefined) return;
  const places = instances.flatMap((one) =>
    one.kind === 'helix' && from.includes(one.name) ? [one.region] : [],
  );
  for (const region of new Set(places)) regions.checkSize(region, size, place, problems);
}

import { checkImage } from '../blueprint/deploy-checks';
import type { BuildTable } from '../generated/build';
import { projectPath } from '../helix-toml/project-path';
import type { BuildCache } from './build';
import type { TableReporter } from './table-reporter';

type CacheTable = NonNullable<BuildTable['cache']>;
type CacheType = CacheTable['type'];

/** The keys of each type of cache; `type` and `mode` belong to all. */
const KEYS_OF: Readonly<Record<CacheType, readonly (keyof CacheTable)[]>> = {
  registry: ['ref'],
  s3: ['bucket', 'region', 'prefix', 'endpoint_url', 'account'],
  gcs: ['bucket', 'prefix', 'account'],
  local: ['path'],
};
const TYPES = Object.keys(KEYS_OF) as CacheType[];

/** The folder of Helix's own files, which no build context contains. */
const OWN_FOLDER = '.helix';

/** Reads the valid part of `[build.cache]`; null without a valid type. */
export function readCache(table: CacheTable, reporter: TableReporter): BuildCache | null {
  const { type, mode = 'max' } = table as Partial<CacheTable>;
  if (type === undefined) return null;
  reportMisplaced(table, type, reporter);
  const { bucket = '', prefix = '' } = table;
  switch (type) {
    case 'registry':
      return { type, mode, ref: readRef(table.ref, reporter) };
    case 's3':
    case 'gcs':
      if (table.bucket === undefined)
        reporter.missing('bucket', 'acme-build-cache', `it is of type \`${type}\``);
      if (type === 'gcs') return { type, mode, bucket, prefix, account: table.account ?? 'google' };
      return {
        type,
        mode,
        bucket,
        prefix,
        region: table.region ?? 'us-east-1',
        endpointUrl: table.endpoint_url?.replace(/\/+$/, '') ?? null,
        account: table.account ?? 'aws',
      };
    case 'local':
      return { type, mode, path: readPath(table.path, reporter) };
  }
}

function reportMisplaced(table: CacheTable, type: CacheType, reporter: TableReporter): void {
  for (const key of Object.keys(table) as (keyof CacheTable)[]) {
    const owners = TYPES.filter((other) => KEYS_OF[other].includes(key));
    if (owners.length === 0 || owners.includes(type)) continue;
    reporter.warning(key, {
      code: 'misplaced-key',
      message: `\`${reporter.name(key)}\` is not supported by a cache of type \`${type}\`.`,
      hint: `It belongs to ${owners.map((owner) => `\`type = "${owner}"\``).join(' or ')}.`,
    });
  }
}

function readRef(written: string | undefined, reporter: TableReporter): string {
  if (written === undefined) {
    reporter.missing('ref', 'ghcr.io/acme/shop-cache', 'it is of type `registry`');
    return '';
  }
  checkImage(written, (severity, _, code, message, hint) =>
    reporter.add(severity, 'ref', { code, message, hint }),
  );
  if (written.includes('@')) {
    reporter.error('ref', {
      code: 'bad-image',
      message: `\`${reporter.name('ref')}\` has a digest, which no cache can be written to.`,
      hint: 'Write a repository, with or without a tag.',
    });
  }
  return written;
}

function readPath(written: string | undefined, reporter: TableReporter): string {
  if (written === undefined) return `${OWN_FOLDER}/build-cache`;
  if (written.startsWith('/')) return written;
  const path = projectPath(written);
  if (path?.startsWith(`${OWN_FOLDER}/`)) return path;
  reporter.error('path', {
    code: 'bad-value',
    message: `\`${reporter.name('path')}\` is \`${written}\`: a cache there would be a part of what is built.`,
    hint: `Name a directory in \`${OWN_FOLDER}/\`, or an absolute one outside of the project.`,
  });
  return written;
}

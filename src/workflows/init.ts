import { basename, join } from 'node:path';
import { HelixError } from '../errors';
import { SAMPLE_QUERIES } from '../config/edit/sample-queries';
import { scaffold } from '../config/edit/scaffold';
import type { FirstInstance } from '../config/edit/scaffold';
import type { Ports } from '../ports/ports';
import { checkFiles, requireConfig } from './project/check-config';
import { makeCluster } from './project/new-cluster';
import type { WantedCluster } from './project/new-cluster';
import { imageTable } from './project/image-table';
import type { Named, WantedImage } from './project/image-table';
import { readOwner } from './add';
import { isPrebuilt, localTable } from './project/new-local';
import type { WantedLocal } from './project/new-local';
import { pinRegionsIfPossible } from './project/pin-regions';

export interface InitRequest {
  readonly directory: string;
  /** null: the name of the Blueprint beside it, else the directory's. */
  readonly name: string | null;
  /** The first instance to declare; null: a container where the project is a database, nothing where it has a Blueprint. */
  readonly first: WantedFirst | null;
  /** The name of that instance; null: `dev` for a container, `production` for everything else. */
  readonly firstName: string | null;
  /** Whether the project is to use the emulator inside the CLI, which creates nothing real. */
  readonly emulator: boolean;
  /** Whether a first schema and first queries are left out. */
  readonly empty: boolean;
}

/** The first instance of a new project. */
export type WantedFirst =
  | { readonly kind: 'cluster'; readonly cluster: WantedCluster }
  | { readonly kind: 'local'; readonly local: WantedLocal }
  | { readonly kind: 'image'; readonly image: WantedImage }
  /** One without an account, which exists by now. */
  | { readonly kind: 'anonymous'; readonly table: Readonly<Record<string, string>> };

export interface InitResult {
  readonly files: readonly string[];
  readonly notes: readonly string[];
  /** The kind of the instance that was declared; null for none. */
  readonly declared: WantedFirst['kind'] | null;
}

/** The names of the instances that `init` declares. */
const FIRST_SHARED = 'production';
const FIRST_LOCAL = 'dev';
const QUERIES = 'db';
const SCHEMA = 'helix.schema.json';
const ASKED_FOR_NOTHING: WantedLocal = { port: null, buildMode: null, image: null, tag: null, storage: null };

/**
 * Makes a project in a directory: helix.toml with a first instance, a schema and queries for it, and what is not for git out
 * of its sight. Creates nothing remote.
 */
export async function init(
  ports: Ports,
  { directory, name, first, firstName, emulator, empty }: InitRequest,
): Promise<InitResult> {
  if ((await ports.files.readText(directory, 'helix.toml')) !== null) {
    throw new HelixError('config', 'there is a helix.toml here already', {
      hint: '`helix add NAME --cloud` or `helix add NAME --local` adds an instance to it.',
    });
  }
  const beside = await checkFiles(ports, directory, { environment: null });
  const isBlueprint = beside.files.length > 0;
  const wanted = first ?? (isBlueprint ? null : { kind: 'local' as const, local: ASKED_FOR_NOTHING });
  const project = name ?? beside.config?.project.name ?? '';
  // Only a database needs more of the project than its blueprint has.
  const isNamedThere = isBlueprint && (beside.config?.project.name ?? '') !== '';
  const { instance, notes } = await makeFirst(ports, wanted, firstName, {
    project: project === '' ? basename(directory) : project,
    owner: await readOwner(ports, directory),
  });
  const text = scaffold({
    schema: await findSchema(ports, directory),
    project: isNamedThere && name === null && wanted === null ? null : project,
    endpoint: emulator ? 'embedded' : null,
    first: instance,
  });
  const edited = { file: 'helix.toml', text };
  requireConfig(await checkFiles(ports, directory, { environment: null, edited }), 'nothing was written');
  await ports.files.writeText(directory, 'helix.toml', text);
  const needsQueries = !empty && !isBlueprint && wanted !== null && !isPulled(wanted);
  const files = [
    'helix.toml',
    ...(needsQueries ? await writeQueries(ports, directory) : []),
    ...(await ignoreFiles(ports, directory)),
  ];
  const pinned = wanted?.kind === 'cluster' ? await pinRegionsIfPossible(ports, directory) : [];
  // Only now are the regions known.
  const written = await checkFiles(ports, directory, { environment: null });
  requireConfig(written, 'helix.toml was written, and is not right yet');
  return { files, notes: [...notes, ...pinned], declared: wanted?.kind ?? null };
}

async function makeFirst(
  ports: Ports,
  wanted: WantedFirst | null,
  given: string | null,
  about: Omit<Named, 'name'>,
): Promise<{ readonly instance: FirstInstance | null; readonly notes: readonly string[] }> {
  switch (wanted?.kind) {
    case undefined:
      return { instance: null, notes: [] };
    case 'cluster': {
      const name = given ?? FIRST_SHARED;
      const { table, notes } = await makeCluster(ports, name, wanted.cluster);
      const comment =
        'A cluster of Helix Cloud. `helix plan` shows what it would cost, `helix apply` creates it.';
      return { instance: { path: ['cloud', name, 'helix'], comment, table }, notes };
    }
    case 'local': {
      const comment = 'A database in a container of this host. `helix deploy` builds and starts it.';
      const table = localTable(wanted.local, []);
      return { instance: { path: ['local', given ?? FIRST_LOCAL], comment, table }, notes: [] };
    }
    case 'anonymous': {
      const comment =
        'An instance without an account. `helix push` deploys to it, `helix cloud claim` keeps it.';
      const path = ['cloud', given ?? FIRST_LOCAL, 'anonymous'];
      return { instance: { path, comment, table: wanted.table }, notes: [] };
    }
    case 'image': {
      const name = given ?? FIRST_SHARED;
      const { kind } = wanted.image;
      const comment = 'An image that is built and pushed. `helix plan` shows what is made for it.';
      const table = imageTable(wanted.image, { ...about, name });
      return { instance: { path: ['cloud', name, kind], comment, table }, notes: [] };
    }
  }
}

function isPulled(wanted: WantedFirst): boolean {
  return wanted.kind === 'local' && isPrebuilt(wanted.local);
}

/** Writes a first schema and first queries, where the project has none of its own. */
async function writeQueries(ports: Ports, directory: string): Promise<string[]> {
  if ((await ports.files.readHxFiles(directory, QUERIES)).size > 0) return [];
  const files = Object.entries(SAMPLE_QUERIES).map(([file, text]) => ({ file: `${QUERIES}/${file}`, text }));
  for (const { file, text } of files) await ports.files.writeText(directory, file, text);
  return files.map(({ file }) => file);
}

/** The schema of the package that the project installs, the same in every checkout; else that of this installation. */
async function findSchema(ports: Ports, directory: string): Promise<string> {
  const installed = join('node_modules', 'helix-iac', 'schemas', SCHEMA);
  const kind = await ports.files.readKind(join(directory, installed));
  return kind === 'file' ? `./${installed}` : ports.schemaUrl(SCHEMA);
}

/** The lines of .gitignore for what builds and runs leave behind, and their other spellings. */
const IGNORED: readonly (readonly [string, RegExp])[] = [
  ['.helix/', /^\/?\.helix\/?$/],
  ['target/', /^\/?target\/?$/],
  ['*.log', /^\*\.log$/],
];

async function ignoreFiles(ports: Ports, directory: string): Promise<string[]> {
  const text = (await ports.files.readText(directory, '.gitignore')) ?? '';
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const missing = IGNORED.filter(([, pattern]) => !lines.some((line) => pattern.test(line)));
  if (missing.length === 0) return [];
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  await ports.files.writeText(
    directory,
    '.gitignore',
    `${before}${missing.map(([line]) => `${line}\n`).join('')}`,
  );
  return ['.gitignore'];
}

import type { Config } from '../../config/config';
import type { StateConfig } from '../../config/state-settings';
import { withStateTable } from '../../config/edit/state-table';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import type { StateBackend } from '../../ports/state-backend';
import type { Lease } from '../../ports/state-store';
import { contentDigest, unmarked } from '../../state/content';
import { withRun } from '../../state/history';
import type { Run, State } from '../../state/state';
import { readAttribution } from '../project/read-attribution';
import { checkConfig, checkFiles, requireConfig } from '../project/check-config';
import { readHelixToml, requireEdit } from '../project/edit-config';
import type { ProjectRequest } from '../project/project';
import { openBackend } from '../run/open-store';

export interface MigrateRequest extends Pick<ProjectRequest, 'directory' | 'environment'> {
  /** `local`: from `.helix`, whatever `[state]` says; null: from where it says. */
  readonly from: 'local' | null;
  /** null: to where `[state]` says. */
  readonly to: StateConfig['backend'] | null;
  /** Keys of `[state]` for the new backend; those that helix.toml has already need not be given. */
  readonly settings: Readonly<Record<string, string>>;
  readonly lockTimeoutMs: number;
}

export interface Migrated {
  readonly from: string;
  readonly to: string;
  /** The workspaces that moved, with the number of their resources. */
  readonly workspaces: readonly { readonly name: string; readonly resources: number }[];
}

/**
 * Moves every workspace to another backend: under both locks, read back before the old copy is marked as moved, and
 * helix.toml edited last. A run that was interrupted continues when it is started again.
 */
export async function migrateState(ports: Ports, request: MigrateRequest): Promise<Migrated> {
  const checked = await checkConfig(ports, request);
  const { root } = checked;
  const config = requireConfig(checked);
  const next =
    request.to === null ? { text: null, config } : await editConfig(ports, root, request.to, request);
  const { encryption } = config.state;
  const state: StateConfig = request.from === null ? config.state : { backend: request.from, encryption };
  const from = await openBackend(ports, { root, config: { ...config, state }, scope: 'shared' });
  const to = await openBackend(ports, { root, config: next.config, scope: 'shared' });
  if (from.place === to.place) {
    throw new HelixError('config', `the state is in ${to.place} already`, { hint: 'Nothing was changed.' });
  }
  const workspaces: Migrated['workspaces'][number][] = [];
  for (const name of await from.listWorkspaces()) {
    const resources = await moveWorkspace(ports, {
      root,
      from,
      to,
      name,
      lockTimeoutMs: request.lockTimeoutMs,
    });
    if (resources !== null) workspaces.push({ name, resources });
  }
  if (next.text !== null) await ports.files.writeText(root, 'helix.toml', next.text);
  return { from: from.place, to: to.place, workspaces };
}

/** Edits helix.toml in memory. Returns its text, and the configuration that it will mean. */
async function editConfig(
  ports: Ports,
  root: string,
  to: StateConfig['backend'],
  { settings, environment }: MigrateRequest,
): Promise<{ text: string; config: Config }> {
  const hint = '`[state]` stands in helix.toml: `helix init` makes one beside Blueprint.toml.';
  const source = await readHelixToml(ports, root, hint);
  const edited = requireEdit(source, withStateTable(source, to, settings));
  const { config, problems } = await checkFiles(ports, root, { environment, edited });
  if (config !== null) return { text: edited.text, config };
  throw new HelixError('config', `helix.toml would not be right with the backend ${to}`, {
    problems: problems.filter(({ severity }) => severity === 'error'),
    hint: 'Nothing was changed. Give what is missing: --bucket for s3, --url for postgres.',
  });
}

interface Move {
  readonly root: string;
  readonly from: StateBackend;
  readonly to: StateBackend;
  readonly name: string;
  readonly lockTimeoutMs: number;
}

/** Moves a workspace. Returns the number of its resources; null where nothing is recorded. */
async function moveWorkspace(ports: Ports, move: Move): Promise<number | null> {
  const { from, to, name, lockTimeoutMs } = move;
  const request = { operation: 'state migrate', by: ports.actor, timeoutMs: lockTimeoutMs };
  const source = await from.store(name).lock(request);
  try {
    const state = source.state();
    if (state === null) return null;
    const target = await to.store(name).lock(request);
    try {
      await copy(ports, move, { source, target, state });
    } finally {
      await target.release();
    }
    return Object.keys(state.resources).length;
  } finally {
    await source.release();
  }
}

async function copy(
  ports: Ports,
  { root, from, to, name }: Move,
  { source, target, state }: { source: Lease; target: Lease; state: State },
): Promise<void> {
  if (state.moved !== undefined) {
    if (state.moved.to === to.place) return;
    throw new HelixError('refused', `workspace ${name} was moved to ${state.moved.to} already`, {
      hint: 'Nothing was changed. Migrate from there.',
    });
  }
  const there = target.state();
  const wanted = contentDigest(state);
  if (
    there !== null &&
    (there.moved === undefined || there.lineage !== state.lineage) &&
    contentDigest(there) !== wanted
  ) {
    throw new HelixError('refused', `${to.place} already holds another state of workspace ${name}`, {
      hint: 'Nothing of it was changed. Give another --key, or delete that workspace there first.',
    });
  }
  if (there === null || there.moved !== undefined || contentDigest(there) !== wanted) {
    await target.commit(unmarked(state));
  }
  // Read anew, as the next command will.
  const back = await to.store(name).read();
  if (back === null || contentDigest(back) !== wanted) {
    throw new HelixError('failed', `what was read back from ${to.place} is not what was written`, {
      hint: `Nothing was lost: the state is still in ${from.place}.`,
    });
  }
  const by = await readAttribution(ports, { root });
  const ended = { at: by.at, result: 'done', done: {}, notDone: 0 } as const;
  const run: Run = { ...by, id: ports.random.uuid(), operation: `state migrate to ${to.place}`, ended };
  await target.commit({ ...back, history: withRun(back.history ?? [], run) });
  await source.commit({ ...state, moved: { to: to.place, by: by.by, at: by.at } });
}

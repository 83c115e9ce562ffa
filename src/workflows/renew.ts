import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import type { Reporter } from '../ports/reporter';
import { cloudEnd } from '../resources/anonymous-outputs';
import { expiryOf } from '../state/expiry';
import type { ResourceRecord, State, Tombstone } from '../state/state';
import { exactDuration } from '../values/time/duration';
import type { Address } from '../values/resource';
import { readAttribution } from './project/read-attribution';
import { declaredAs, existingNamed, recordNamed } from './project/find-resource';
import { loadProject } from './project/load-project';
import { declaredState } from './project/project';
import type { LoadedProject, ProjectRequest } from './project/project';
import { recover } from './run/recover';
import { commitEdit, executeOne } from './run/runs';
import { withLease } from './run/session';
import type { LockedSession } from './run/session';

export interface RenewRequest extends ProjectRequest {
  readonly name: string;
  /** Live this long from now, instead of a whole `ttl`; seconds. */
  readonly forSeconds: number | null;
  readonly reporter: Reporter;
  readonly lockTimeoutMs: number;
}

export type Renewed =
  /** It lives, and now ends at `expiresAt`. */
  | { readonly type: 'extended'; readonly address: Address; readonly expiresAt: string }
  /** It was down; the next apply creates it again. */
  | { readonly type: 'lifted'; readonly address: Address };

/** Extends a living resource at once; lets the next apply bring back one that had expired. */
export async function renew(ports: Ports, request: RenewRequest): Promise<Renewed> {
  const project = await loadProject(ports, request);
  assertAllowed(request.forSeconds, project);
  const lock = { operation: `renew ${request.name}`, lockTimeoutMs: request.lockTimeoutMs };
  return withLease(ports, project, lock, async (session) => {
    await recover(ports, session, request.reporter);
    const state = session.lease.state();
    const tombstone = tombstoneOf(state, session, request.name);
    if (state !== null && tombstone !== null)
      return lift(ports, session, state, tombstone, request.forSeconds);
    existingNamed(state, declaredState(project), request.name);
    const record = recordNamed(state, request.name, ['cluster', 'instance', 'registry_repo']);
    const end = cloudEnd(record.outputs);
    if (end !== null) {
      throw new HelixError(
        'refused',
        `${record.address} cannot be renewed: its cloud ends it on ${end.slice(0, 10)}.`,
        {
          hint: `\`helix cloud claim ${record.name}\` makes a cluster of your account out of it, which does not end.`,
        },
      );
    }
    return extend(ports, session, record, request);
  });
}

/**
 * Checks a lifetime against `[policy] max_ttl`.
 * @throws HelixError `refused` for one that is too long
 */
function assertAllowed(forSeconds: number | null, { config }: LoadedProject): void {
  const most = config.policy.maxTtlSeconds;
  if (forSeconds === null || most === null || forSeconds <= most.value) return;
  const limit = exactDuration(most.value);
  const message = `${exactDuration(forSeconds)} is longer than \`max_ttl\`, ${limit}`;
  const problem = {
    severity: 'error',
    code: 'policy',
    message,
    hint: `At most \`--for ${limit}\`.`,
  } as const;
  throw new HelixError('refused', 'the policy refuses this; nothing was changed', {
    problems: [{ ...problem, place: most.source }],
  });
}

function tombstoneOf(state: State | null, { project }: LockedSession, name: string): Tombstone | null {
  const down = Object.values(state?.tombstones ?? {});
  if (!down.some(({ address }) => address === name || address.endsWith(`.${name}`))) return null;
  const { address } = declaredAs(declaredState(project), name);
  return state?.tombstones[address] ?? null;
}

async function lift(
  ports: Ports,
  session: LockedSession,
  state: State,
  tombstone: Tombstone,
  forSeconds: number | null,
): Promise<Renewed> {
  const { address } = tombstone;
  const lifted = { at: ports.clock.now().toISOString(), forSeconds };
  const tombstones = { ...state.tombstones, [address]: { ...tombstone, lifted } };
  await commitEdit(ports, session, `renew ${address}`, { ...state, tombstones });
  return { type: 'lifted', address };
}

async function extend(
  ports: Ports,
  session: LockedSession,
  record: ResourceRecord,
  { forSeconds, reporter }: RenewRequest,
): Promise<Renewed> {
  if (record.ttlSeconds === null && forSeconds === null) {
    throw new HelixError('config', `${record.address} has no TTL: it does not expire`, {
      hint: 'Give it a `ttl` in its table, or renew it `--for` a time.',
    });
  }
  const applied = await readAttribution(ports, session.project);
  const life = { ...record, renewedAt: applied.at, renewedForSeconds: forSeconds };
  const target: ResourceRecord = { ...life, expiresAt: expiryOf(life), applied };
  const member = {
    address: record.address,
    action: 'update',
    target,
    prior: record,
    tombstone: null,
  } as const;
  await (await session.engine(record.engine)).check([record]);
  const title = { operation: `renew ${record.address}`, applied };
  await executeOne(ports, session, title, member, reporter);
  return { type: 'extended', address: record.address, expiresAt: target.expiresAt ?? '' };
}

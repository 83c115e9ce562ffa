import { HelixError } from '../errors';
import type { DesiredResource } from '../graph/desired-state';
import type { Plan, UpdateChange } from '../plan/plan';
import { sealPlan } from '../plan/seal';
import { digestIn } from '../plan/staleness';
import type { Adoptable } from '../ports/engine-verbs';
import type { Ports } from '../ports/ports';
import type { Reporter } from '../ports/reporter';
import { expiryOf } from '../state/expiry';
import type { ResourceRecord } from '../state/state';
import { digestOf } from '../values/digest';
import type { Address } from '../values/resource';
import { readAttribution } from './project/read-attribution';
import { resourcesNamed } from './project/find-resource';
import { planOf } from './run/plan-of';
import { loadProject } from './project/load-project';
import { declaredState } from './project/project';
import type { ProjectRequest, SizedProject } from './project/project';
import { findVerb } from './run/find-verb';
import { commitFirstState } from './run/commit-observations';
import { recover } from './run/recover';
import { executeOne } from './run/runs';
import { withLease } from './run/session';
import type { LockedSession } from './run/session';

export interface ImportRequest extends ProjectRequest {
  /** The declared resource that it is to become. */
  readonly address: string;
  readonly id: string;
  readonly approve: (plan: Plan) => Promise<boolean>;
  readonly reporter: Reporter;
  readonly lockTimeoutMs: number;
}

/**
 * Adopts something that exists: the plan shows its owner, and only the owner changes. Differences from the file are left
 * to the next plan.
 */
export async function importResource(ports: Ports, request: ImportRequest): Promise<Plan> {
  const project = await loadProject(ports, request);
  const lock = { operation: `import ${request.address}`, lockTimeoutMs: request.lockTimeoutMs };
  return withLease(ports, project, lock, async (session) => {
    await recover(ports, session, request.reporter);
    const named = resourcesNamed(declaredState(project), request.address);
    const { resource: desired, verb: adoption } = await findVerb(ports, session, named, 'adopt');
    const recorded = session.lease.state()?.resources[desired.address] ?? null;
    const found = await adoption.find(desired, request.id, recorded);
    assertFree(desired.address, recorded, found);
    const plan = importPlan(ports, session, desired, found);
    if (!(await request.approve(plan)))
      throw new HelixError('cancelled', 'not approved; nothing was changed');
    await adopt(ports, session, { desired, found, plan }, request.reporter);
    return plan;
  });
}

/** A record may be taken back when its resource has become somebody else's; it is never given up for another one. */
function assertFree(address: Address, recorded: ResourceRecord | null, { isLost }: Adoptable): void {
  if (recorded === null || isLost) return;
  throw new HelixError('config', `${address} is already recorded`, {
    hint: 'See `helix state show`.',
  });
}

function importPlan(
  ports: Ports,
  session: LockedSession,
  desired: DesiredResource,
  { existing, owner }: Adoptable,
): Plan {
  const state = session.lease.state();
  const now = ports.clock.now().toISOString();
  const targets = [desired.address];
  // Priced as it is, not as the file wants it: nothing but its owner changes yet.
  const asItIs = { ...desired, inputs: { ...desired.inputs, ...existing.inputs } };
  const alone: SizedProject = {
    ...session.project,
    choices: new Map(),
    books: new Map(),
    desired: { resources: [asItIs], ttlPolicies: [] },
  };
  const { [desired.address]: _, ...others } = state?.resources ?? {};
  const base = planOf(ports, alone, state && { ...state, resources: others }, {
    mode: 'apply',
    targets,
    observations: new Map(),
    now,
  });
  const created = base.changes.find(({ address }) => address === desired.address);
  const change: UpdateChange = {
    address: desired.address,
    kind: desired.kind,
    name: desired.name,
    engine: desired.engine,
    provider: desired.provider,
    region: desired.region,
    source: desired.source,
    dependsOn: desired.dependsOn,
    protect: desired.protect,
    ttlSeconds: desired.ttlSeconds,
    action: 'update',
    reason: 'import',
    before: { ...existing.inputs, owner },
    after: { ...existing.inputs, owner: 'this project' },
    attributes: [{ path: 'owner', before: owner, after: 'this project', forcesReplacement: false }],
    cost: created?.cost ?? null,
    expiresAt: null,
  };
  const reads = [{ address: desired.address, digest: digestIn(state, desired.address) }];
  return sealPlan({ ...base, changes: [change], reads });
}

async function adopt(
  ports: Ports,
  session: LockedSession,
  { desired, found, plan }: { desired: DesiredResource; found: Adoptable; plan: Plan },
  reporter: Reporter,
): Promise<void> {
  const applied = await readAttribution(ports, session.project, plan);
  const { lease, project } = session;
  if (lease.state() === null) await commitFirstState(ports, lease, project);
  const target = recordOf(desired, found, applied);
  const member = {
    address: desired.address,
    action: 'import',
    target,
    prior: lease.state()?.resources[desired.address] ?? null,
    tombstone: null,
  } as const;
  const title = { operation: `import ${desired.address}`, applied };
  await executeOne(ports, session, title, member, reporter);
}

/** Returns the record of an adopted resource: its own inputs, our lifetime from now on. */
function recordOf(
  desired: DesiredResource,
  { existing }: Adoptable,
  applied: ResourceRecord['applied'],
): ResourceRecord {
  const { address, kind, name, engine, provider, region, dependsOn, protect, ttlSeconds } = desired;
  const inputs = { ...desired.inputs, ...existing.inputs };
  const life = { createdAt: applied.at, renewedAt: null, renewedForSeconds: null, ttlSeconds };
  return {
    address,
    kind,
    name,
    engine,
    provider,
    region,
    dependsOn,
    protect,
    inputs,
    applied,
    ...life,
    inputsDigest: digestOf(inputs),
    outputs: existing.outputs,
    expiresAt: expiryOf(life),
    status: existing.status,
  };
}

import { HelixError } from '../errors';
import type { DesiredResource } from '../graph/desired-state';
import { failureOf } from '../operations/failure';
import type { Plan, UpdateChange } from '../plan/plan';
import { sealPlan } from '../plan/seal';
import { digestIn } from '../plan/staleness';
import type { ClusterStatus, Owner } from '../ports/helix-cloud';
import type { Ports } from '../ports/ports';
import type { Reporter } from '../ports/reporter';
import { emptyState } from '../state/empty-state';
import { expiryOf } from '../state/expiry';
import type { ResourceRecord, State } from '../state/state';
import { digestOf } from '../values/digest';
import { attribution } from './project/attribution';
import { declaredAs } from './project/find-resource';
import { planOf } from './run/plan-of';
import { loadProject } from './project/load-project';
import { declaredState } from './project/project';
import type { ProjectRequest, SizedProject } from './project/project';
import { recover } from './run/recover';
import { executeRun } from './run/runs';
import { underLease } from './run/session';
import type { LockedSession } from './run/session';

export interface ImportRequest extends ProjectRequest {
  /** The declared resource that the cluster is to become. */
  readonly address: string;
  readonly id: string;
  readonly approve: (plan: Plan) => Promise<boolean>;
  readonly reporter: Reporter;
  readonly lockTimeoutMs: number;
}

/**
 * Adopts a cluster that exists: the plan shows whose it was, and nothing of the cluster itself is changed. What differs
 * from the file is the next plan's business.
 */
export async function importCluster(ports: Ports, request: ImportRequest): Promise<Plan> {
  const project = await loadProject(ports, request);
  const lock = { operation: `import ${request.address}`, lockTimeoutMs: request.lockTimeoutMs };
  return underLease(ports, project, lock, async (session) => {
    await recover(ports, session, request.reporter);
    const desired = declaredAs(declaredState(project), request.address, ['cluster']);
    assertDeclared(desired, request.id);
    const { helixCloud } = project.config;
    const cloud = await ports.helixCloud(helixCloud.endpoint, project.root);
    const cluster = await cloud.status(request.id);
    if (cluster === null) {
      throw new HelixError('not-found', `${helixCloud.endpoint} has no cluster ${request.id}`, {
        hint: 'Nothing to import: `helix apply` would create it.',
      });
    }
    assertNotOurs(desired, cluster, session.lease.state());
    const plan = importPlan(ports, session, desired, cluster);
    if (!(await request.approve(plan)))
      throw new HelixError('cancelled', 'not approved; nothing was changed');
    await adopt(ports, session, { desired, cluster, plan }, request.reporter);
    return plan;
  });
}

function assertDeclared(desired: DesiredResource, id: string): void {
  if (desired.inputs['cluster_id'] === id) return;
  const { file, line } = desired.source;
  throw new HelixError('config', `${desired.address} is not declared with the id ${id}`, {
    hint: `Write \`cluster_id = "${id}"\` in its table (${file}:${line}); other workspaces than default add their name to it.`,
  });
}

/** A cluster on record can be taken back when it has become somebody else's; never given up for another one. */
function assertNotOurs(desired: DesiredResource, { id, owner }: ClusterStatus, state: State | null): void {
  const record = state?.resources[desired.address];
  if (state === null || record === undefined) return;
  const ours = ownerText({ ...state, address: desired.address });
  if (record.inputs['cluster_id'] === id && ownerText(owner) !== ours) return;
  throw new HelixError('config', `${desired.address} is already recorded`, {
    hint: '`helix state show` tells as what.',
  });
}

function importPlan(
  ports: Ports,
  session: LockedSession,
  desired: DesiredResource,
  cluster: ClusterStatus,
): Plan {
  const state = session.lease.state();
  const now = ports.clock.now().toISOString();
  const targets = [desired.address];
  // Priced as it is, not as the file wants it: nothing of the cluster changes yet.
  const asItIs = { ...desired, inputs: { ...desired.inputs, ...cluster.existing.inputs } };
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
    before: { ...cluster.existing.inputs, owner: ownerText(cluster.owner) },
    after: { ...cluster.existing.inputs, owner: 'this project' },
    attributes: [
      { path: 'owner', before: ownerText(cluster.owner), after: 'this project', forcesReplacement: false },
    ],
    cost: created?.cost ?? null,
    expiresAt: null,
  };
  const reads = [{ address: desired.address, digest: digestIn(state, desired.address) }];
  return sealPlan({ ...base, changes: [change], reads });
}

async function adopt(
  ports: Ports,
  session: LockedSession,
  { desired, cluster, plan }: { desired: DesiredResource; cluster: ClusterStatus; plan: Plan },
  reporter: Reporter,
): Promise<void> {
  const applied = await attribution(ports, session.project, plan);
  const { lease, project } = session;
  if (lease.state() === null) {
    const { config, workspace } = project;
    const lineage = ports.random.uuid();
    await lease.commit(emptyState({ lineage, project: config.project.name, workspace, at: applied.at }));
  }
  const target = recordOf(desired, cluster, applied);
  const member = {
    address: desired.address,
    action: 'import',
    target,
    prior: lease.state()?.resources[desired.address] ?? null,
    tombstone: null,
  } as const;
  const title = { operation: `import ${desired.address}`, applied };
  const { results } = await executeRun(ports, session, title, [{ member, after: [] }], {
    parallelism: 1,
    reporter,
  });
  const failure = failureOf(results);
  if (failure !== null) throw failure;
}

/** The record of an adopted cluster: its own inputs, our lifetime from now on. */
function recordOf(
  desired: DesiredResource,
  { existing, owner }: ClusterStatus,
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
    // The owner that it is taken from: adoption is refused when it has changed hands since.
    outputs: { ...existing.outputs, adopted_from: owner === null ? null : { ...owner } },
    expiresAt: expiryOf(life),
    status: existing.status,
  };
}

function ownerText(owner: Owner | null): string {
  return owner === null ? 'nobody' : `${owner.lineage}/${owner.workspace}/${owner.address}`;
}

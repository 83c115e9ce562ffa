import { HelixError } from '../errors';
import { approvalOf, isWithin } from '../plan/approval';
import type { Approval } from '../plan/approval';
import type { Plan, PlanMode } from '../plan/plan';
import type { Observation } from '../ports/engine';
import type { Ports } from '../ports/ports';
import type { ApplyResult, ApplySummary, Reporter } from '../ports/reporter';
import { observed } from '../plan/observed';
import { emptyState } from '../state/empty-state';
import type { ResourceRecord, State } from '../state/state';
import type { Address } from '../values/resource';
import { attribution } from './project/attribution';
import { anotherPlan, assertApplicable, assertClock, assertStillTrue } from './preconditions';
import { observe } from './run/observe';
import { withMachines } from './project/machines';
import { operationsOf } from '../operations/operations';
import { planOf } from './plan';
import { pinChoices } from './project/pin-choices';
import { pinRegions } from './project/pin-regions';
import { loadProject } from './project/project';
import type { Project, ProjectRequest } from './project/project';
import { prepare } from './run/prepare';
import { recover } from './run/recover';
import { carryOutAsRun } from './run/runs';
import { underLease } from './run/session';
import type { LockedSession } from './run/session';

export interface ApplyRequest extends ProjectRequest {
  readonly mode: PlanMode;
  readonly targets: readonly string[];
  readonly source: PlanSource;
  /** Shown the plan before anything is done, and asked where it has changes. */
  readonly approve: (plan: Plan, project: Project) => Promise<boolean>;
  readonly reporter: Reporter;
  readonly parallelism: number;
  readonly lockTimeoutMs: number;
  /** `destroy --expired`: more than so many destroys nothing. */
  readonly maxDestroy: number | null;
  /** Choose the types of machines, and the places of `auto`, anew. */
  readonly reselect?: boolean;
  /** Why the plan may exceed the budget; null: it may not. */
  readonly overrideBudget?: string | null;
}

/** Which plan is carried out: one made now, one that was saved, or one made now that must have an approved digest. */
export type PlanSource =
  | { readonly type: 'fresh'; readonly refresh: boolean }
  | { readonly type: 'saved'; readonly plan: Plan }
  | { readonly type: 'approved'; readonly digest: string; readonly refresh: boolean };

export interface ApplyOutcome {
  readonly plan: Plan;
  readonly summary: ApplySummary;
  readonly interrupted: boolean;
  readonly project: Project;
}

/** Carries out one plan: under the lease, after recovery, journaled, and exactly as approved. */
export async function apply(ports: Ports, request: ApplyRequest): Promise<ApplyOutcome> {
  const project = await loadProject(ports, request);
  return underLease(ports, project, { ...request, operation: operationName(request) }, async (session) => {
    if (request.mode === 'expired') assertClock(session.lease.state(), ports.clock.now());
    await recover(ports, session, request.reporter, givenUpBy(project, request.mode));
    const planning = { ...session, project: await onItsMachines(ports, session, request) };
    const chosen = await choosePlan(ports, planning, request);
    const { plan } = chosen;
    assertApplicable(plan, request.maxDestroy);
    if (!(await request.approve(plan, project))) {
      throw new HelixError('cancelled', 'not approved; nothing was changed');
    }
    return execute(ports, planning, chosen, request);
  });
}

/** What this command will not ask for again. */
function givenUpBy({ desired }: Project, mode: PlanMode): (address: Address) => boolean {
  const declared = new Set(desired.resources.map(({ address }) => address));
  return (address) => mode === 'destroy' || !declared.has(address);
}

/** What a saved plan chose stands, whatever the prices say now. */
function onItsMachines(
  ports: Ports,
  { project, lease }: LockedSession,
  request: ApplyRequest,
): Promise<Project> {
  const approved = request.source.type === 'saved' ? request.source.plan : null;
  const { mode, reselect = false } = request;
  return withMachines(ports, project, lease.state(), { mode: approved?.mode ?? mode, reselect, approved });
}

async function choosePlan(ports: Ports, session: LockedSession, request: ApplyRequest): Promise<Chosen> {
  const state = session.lease.state();
  const now = ports.clock.now().toISOString();
  const { source } = request;
  const seenWhen = async (refresh: boolean): Promise<Chosen['observations']> => {
    if (!refresh || state === null) return new Map();
    const seen = await observe(ports, session, Object.values(state.resources));
    // What has expired goes by the record, as `plan --expired` shows it: what is gone already leaves its tombstone too.
    return request.mode === 'expired' ? onlyForeign(seen) : seen;
  };
  switch (source.type) {
    case 'fresh': {
      const observations = await seenWhen(source.refresh);
      return { plan: planOf(ports, session, state, { ...request, observations, now }), observations };
    }
    case 'approved': {
      const planned = (observations: Chosen['observations']): Chosen => ({
        plan: planOf(ports, session, state, { ...request, observations, now }),
        observations,
      });
      const offline = planned(new Map());
      if (offline.plan.digest === source.digest) return offline;
      // Perhaps it was approved as `plan --refresh` showed it.
      const refreshed = planned(await seenWhen(source.refresh));
      if (refreshed.plan.digest === source.digest) return refreshed;
      const rest = restOf(source.digest, state, offline);
      if (rest === null) throw anotherPlan(offline.plan);
      return rest;
    }
    case 'saved': {
      const { mode, targets } = source.plan;
      const current = () => planOf(ports, session, state, { mode, targets, observations: new Map(), now });
      const rest = restOf(source.plan.digest, state, { plan: current(), observations: new Map() });
      if (rest !== null) return rest;
      assertStillTrue(source.plan, state, session.project, current);
      return { plan: source.plan, observations: new Map() };
    }
  }
}

function onlyForeign(seen: Chosen['observations']): Chosen['observations'] {
  return new Map([...seen].filter(([, { state }]) => state === 'foreign'));
}

interface Chosen {
  readonly plan: Plan;
  readonly observations: ReadonlyMap<Address, Observation>;
  /** The approval that this is the rest of: its digest, and what it allows. */
  readonly continues?: { readonly digest: string; readonly approved: Approval };
}

/** What is left of an approved plan whose run was the last one and did not end well; null when that is not what `now` is. */
function restOf(digest: string, state: State | null, now: Chosen): Chosen | null {
  const last = state?.history?.at(-1);
  if (last?.planDigest !== digest || last.approved === undefined) return null;
  return isWithin(now.plan, last.approved)
    ? { ...now, continues: { digest, approved: last.approved } }
    : null;
}

async function execute(
  ports: Ports,
  session: LockedSession,
  { plan, observations, continues }: Chosen,
  request: ApplyRequest,
): Promise<ApplyOutcome> {
  const { project } = session;
  const { reporter, parallelism } = request;
  const changes = plan.changes.filter(({ action }) => action !== 'read');
  const engines = new Set(changes.map(({ engine }) => engine));
  for (const engine of engines) await (await session.engine(engine)).check();
  if (engines.has('helix-cloud')) await pinRegions(ports, project, reporter);
  await pinChoices(ports, project.root, plan, reporter);

  const state = await settled(ports, session, observations, plan, reporter);
  if (state === null) return { plan, summary: { mode: plan.mode, results: [] }, interrupted: false, project };
  const records = new Map(Object.values(state.resources).map((record) => [record.address, record]));
  const { digest, approved } = continues ?? { digest: plan.digest, approved: approvalOf(plan) };
  const applied = await attribution(ports, project, { ...plan, digest });
  const title = { operation: operationName(request), applied, approved };
  const operations = operationsOf(plan, state, records, applied);
  await prepare(session, operations, plan);
  const { results, interrupted } = await carryOutAsRun(ports, session, title, operations, {
    parallelism,
    reporter,
  });
  return { plan, summary: { mode: plan.mode, results: placed(results, plan) }, interrupted, project };
}

/** What failed, with where it is declared. */
function placed(results: readonly ApplyResult[], plan: Plan): ApplyResult[] {
  const sources = new Map(plan.changes.map(({ address, source }) => [address, source]));
  return results.map((result) => {
    const source = result.error === undefined ? undefined : sources.get(result.address);
    return source ? { ...result, source } : result;
  });
}

/**
 * The state to start from: what was seen outside is written first (what is gone is forgotten), and tombstones of tables
 * that are no longer declared are dropped. null where nothing was ever created and nothing will be.
 */
async function settled(
  ports: Ports,
  { project, lease }: LockedSession,
  observations: ReadonlyMap<Address, Observation>,
  plan: Plan,
  reporter: Reporter,
): Promise<State | null> {
  const state = lease.state();
  if (state === null) {
    if (plan.changes.every(({ action }) => action === 'read')) return null;
    const at = ports.clock.now().toISOString();
    const { config, workspace } = project;
    return lease.commit(
      emptyState({ lineage: ports.random.uuid(), project: config.project.name, workspace, at }),
    );
  }
  const declared = new Set(project.desired.resources.map(({ address }) => address));
  const tombstones = Object.values(state.tombstones).filter(({ address }) => declared.has(address));
  const settlable = new Map(
    [...observations].filter(([address, seen]) => {
      if (seen.state !== 'foreign') return true;
      if (!isGivenUp(address, plan, declared)) return false;
      const message = `${address} belongs to ${seen.owner} now: it is left alone, and no longer on record.`;
      reporter.report({ type: 'note', message });
      return true;
    }),
  );
  const resources = resourcesSeen(state, settlable);
  const isSame = resources === state.resources && tombstones.length === Object.keys(state.tombstones).length;
  if (isSame) return state;
  return lease.commit({
    ...state,
    resources,
    tombstones: Object.fromEntries(tombstones.map((tombstone) => [tombstone.address, tombstone])),
  });
}

/**
 * Whether somebody else's resource, once ours, may leave the record: when it is not wanted any longer. While it is
 * wanted it stays, the plan refuses, and only a person can decide.
 */
function isGivenUp(address: Address, plan: Plan, declared: ReadonlySet<Address>): boolean {
  if (plan.targets.length > 0 && !plan.targets.includes(address)) return false;
  return plan.mode === 'destroy' || (plan.mode === 'apply' && !declared.has(address));
}

function resourcesSeen(state: State, observations: ReadonlyMap<Address, Observation>): State['resources'] {
  const recorded = new Map(Object.values(state.resources).map((record) => [record.address, record]));
  const { records } = observed(recorded, observations);
  const isSame = [...recorded.values()].every((record) => isSameRecord(record, records.get(record.address)));
  return isSame ? state.resources : Object.fromEntries([...records.values()].map((r) => [r.address, r]));
}

function isSameRecord(a: ResourceRecord, b: ResourceRecord | undefined): boolean {
  return b !== undefined && a.inputsDigest === b.inputsDigest && a.status === b.status;
}

function operationName({ mode }: ApplyRequest): string {
  return { apply: 'apply', destroy: 'destroy', expired: 'destroy --expired' }[mode];
}

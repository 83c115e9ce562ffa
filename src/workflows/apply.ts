import { HelixError } from '../errors';
import { locatedResults } from '../operations/located';
import { operationsOf } from '../operations/operations';
import { approvalOf } from '../plan/approval';
import type { Change, Plan, PlanMode } from '../plan/plan';
import { assertApplicable, assertClock } from '../plan/preconditions';
import type { PlacedResource } from '../ports/engine';
import type { Ports } from '../ports/ports';
import type { ApplyResult, ApplySummary, Reporter } from '../ports/reporter';
import type { ResourceRecord, State } from '../state/state';
import type { Address, EngineName } from '../values/resource';
import { readAttribution } from './project/read-attribution';
import { loadProject } from './project/load-project';
import { pinChoices } from './project/pin-choices';
import { LOCK_FILE, patchLock } from './project/pin-regions';
import { declaredState } from './project/project';
import type { LoadedProject, ProjectRequest, SizedProject } from './project/project';
import { sizeProject } from './project/size-project';
import { choosePlan } from './run/choose-plan';
import type { ChosenPlan, PlanChoice } from './run/choose-plan';
import { commitObservations } from './run/commit-observations';
import type { Guard } from './run/execute';
import { prepare } from './run/prepare';
import { recover } from './run/recover';
import { executeRun } from './run/runs';
import { assertRegionsAllowed } from './project/account-regions';
import { assertSecretsSet, secretReader, secretsLeftAlone } from './run/secrets';
import { assertWorkspace } from './state/workspaces';
import { stateUnder, withLease } from './run/session';
import type { LockedSession } from './run/session';

export interface ApplyRequest extends ProjectRequest, PlanChoice {
  /** Shown the plan before anything is done, and asked where it has changes. */
  readonly approve: (plan: Plan, project: SizedProject) => Promise<boolean>;
  /** The project, where it was read already. */
  readonly loaded?: LoadedProject;
  /** Called once the plan is approved and its engines can apply it, before anything is recorded. */
  readonly begin?: (plan: Plan, state: State | null) => Promise<void>;
  /** Asked before each batch, which is left out where there is an error. */
  readonly guard?: Guard;
  readonly reporter: Reporter;
  readonly parallelism: number;
  readonly lockTimeoutMs: number;
  /** `destroy --expired`: a plan that destroys more is refused. */
  readonly maxDestroy: number | null;
  /** Choose the types of machines, and the places of `auto`, anew. */
  readonly reselect?: boolean;
}

export interface ApplyOutcome {
  readonly plan: Plan;
  readonly summary: ApplySummary;
  /** The records of what was created or changed. */
  readonly applied: readonly ResourceRecord[];
  /** The state after it; null: nothing was ever created. */
  readonly state: State | null;
  readonly interrupted: boolean;
}

/** Applies one plan: under the lease, after recovery, journaled, and exactly as approved. */
export async function apply(ports: Ports, request: ApplyRequest): Promise<ApplyOutcome> {
  const loaded = request.loaded ?? (await loadProject(ports, request));
  if (request.mode !== 'apply') await assertWorkspace(ports, loaded);
  const lock = { ...request, operation: operationName(request.mode) };
  return withLease(ports, loaded, lock, async (session) => {
    const { lease, engine, older } = session;
    if (request.mode === 'expired') assertClock(lease.state(), ports.clock.now());
    await recover(ports, session, request.reporter, unwantedBy(loaded, request.mode));
    const project = await sizeProject(ports, loaded, lease.state(), sizingOf(request));
    const chosen = await choosePlan(ports, engine, project, lease.state(), request, older);
    assertApplicable(chosen.plan, request.maxDestroy);
    await assertRegionsAllowed(ports, project, chosen.plan.changes);
    await assertSecretsSet(ports, project, chosen.plan, request.source.type === 'fresh' ? 'all' : 'changed');
    reportLeftSecrets(ports, project, lease.state(), chosen.plan, request.reporter);
    const { finished } = chosen;
    if (finished !== undefined) {
      const message = `Already applied by ${finished.by} at ${finished.at}: nothing is left to do.`;
      request.reporter.report({ type: 'note', message });
    }
    if (!(await request.approve(chosen.plan, project))) {
      throw new HelixError('cancelled', 'not approved; nothing was changed');
    }
    return executePlan(ports, session, project, chosen, request);
  });
}

/** Tells of the secrets with new values that were not part of the approved plan. */
function reportLeftSecrets(
  ports: Ports,
  project: SizedProject,
  state: State | null,
  plan: Plan,
  reporter: Reporter,
): void {
  const left = secretsLeftAlone(plan, project, state, secretReader(ports, project, state));
  if (left.length === 0) return;
  const message = `Secrets with new values are left alone, since the plan was made without --secrets: ${left.join(', ')}.`;
  reporter.report({ type: 'note', message });
}

/** Returns whether this command will not ask for a resource again. */
function unwantedBy(project: LoadedProject, mode: PlanMode): (address: Address) => boolean {
  if (mode === 'destroy') return () => true;
  let declared: ReadonlySet<Address> | undefined;
  return (address) => {
    declared ??= new Set(declaredState(project).resources.map((resource) => resource.address));
    return !declared.has(address);
  };
}

/** The machines that a saved plan chose stand, whatever the prices say now. */
function sizingOf({ source, mode, reselect = false }: ApplyRequest): Parameters<typeof sizeProject>[3] {
  const approved = source.type === 'saved' ? source.plan : null;
  return { mode: approved?.mode ?? mode, reselect, approved };
}

/** Returns where a change takes place. The resource that it replaces is looked for when its own tool plans. */
function placeOf({ address, kind, provider, region, before, after }: Change): PlacedResource {
  return { address, kind, provider, region, inputs: after ?? before };
}

async function executePlan(
  ports: Ports,
  session: LockedSession,
  project: SizedProject,
  chosen: ChosenPlan,
  { mode, reporter, parallelism, begin, guard }: ApplyRequest,
): Promise<ApplyOutcome> {
  const { plan, continues } = chosen;
  const changes = plan.changes.filter(({ action }) => action !== 'read');
  const engines = new Set(changes.map(({ engine }) => engine));
  for (const name of engines) {
    const own = changes.filter(({ engine }) => engine === name);
    await (await session.engine(name)).check(own.map(placeOf));
  }
  await begin?.(plan, session.lease.state());
  await pinMissing(ports, session, engines, reporter);
  await pinChoices(ports, project.root, plan, reporter);

  const state = await commitObservations(ports, session.lease, project, chosen, reporter);
  if (state === null)
    return { plan, summary: { mode: plan.mode, results: [] }, applied: [], state, interrupted: false };
  const records = new Map(Object.values(state.resources).map((record) => [record.address, record]));
  const { digest, approved } = continues ?? { digest: plan.digest, approved: approvalOf(plan) };
  const applied = await readAttribution(ports, project, { ...plan, digest });
  const operations = operationsOf(plan, state, records, applied, secretReader(ports, project, state));
  await prepare(session, operations, plan);
  const title = { operation: operationName(mode), applied, approved };
  const options = { parallelism, reporter, ...(guard && { guard }) };
  const { results, interrupted } = await executeRun(ports, session, title, operations, options);
  const summary = { mode: plan.mode, results: locatedResults(results, plan) };
  const after = stateUnder(session);
  return { plan, summary, applied: appliedRecords(after, results), state: after, interrupted };
}

/** Returns the records of what was done, without what is gone by now. */
function appliedRecords({ resources }: State, results: readonly ApplyResult[]): readonly ResourceRecord[] {
  return results.flatMap(({ address, result }) => (result === 'done' ? (resources[address] ?? []) : []));
}

/** Pins the facts that plans of these engines need and the lock file lacks. */
async function pinMissing(
  ports: Ports,
  { project, engine }: LockedSession,
  engines: ReadonlySet<EngineName>,
  reporter: Reporter,
): Promise<void> {
  let { lock } = project.config;
  for (const name of engines) {
    const patch = await (await engine(name)).verbs?.beforeApply?.(lock);
    if (!patch) continue;
    lock = await patchLock(ports, project.root, lock, patch);
    reporter.report({ type: 'note', message: `Wrote ${LOCK_FILE}: regions, sizes and prices. Commit it.` });
  }
}

function operationName(mode: PlanMode): string {
  return { apply: 'apply', destroy: 'destroy', expired: 'destroy --expired' }[mode];
}

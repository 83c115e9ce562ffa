import { configDigest } from '../config/config-digest';
import { makePlan } from '../plan/make-plan';
import type { AutoChoice, Plan, PlanMode } from '../plan/plan';
import type { Observation } from '../ports/engine';
import type { ToolChange } from '../ports/engine';
import type { Ports } from '../ports/ports';
import { oldestPrice, ratesWith } from '../pricing/instance-rates';
import { lockedRates } from '../pricing/rates';
import type { Priceable } from '../pricing/rates';
import { foldEntries } from '../state/fold';
import type { State } from '../state/state';
import { addressOf } from '../values/resource';
import type { Address } from '../values/resource';
import { withMachines } from './project/machines';
import { observe } from './run/observe';
import { loadProject } from './project/project';
import type { Project, ProjectRequest } from './project/project';
import { verified } from './run/prepare';
import { probeOpen } from './run/recover';
import { openSession } from './run/session';
import type { Session } from './run/session';

export interface PlanRequest extends ProjectRequest {
  readonly mode: PlanMode;
  readonly targets: readonly string[];
  /** Ask the engines what is really there. */
  readonly refresh: boolean;
  /** Choose the types of machines, and the places of `auto`, anew. */
  readonly reselect?: boolean;
  /** Let the engines' own tools plan as well. */
  readonly verify?: boolean;
  /** Why the plan may exceed the budget; null: it may not. */
  readonly overrideBudget?: string | null;
  /** RFC 3339 UTC: plan as if it were then. */
  readonly at: string | null;
}

export interface Planned {
  readonly plan: Plan;
  readonly project: Project;
  /** What the engines' own tools would do; null where they were not asked. */
  readonly verified: readonly ToolChange[] | null;
}

/** Plans: pure and offline unless `refresh` or `verify` is asked for; takes no lock and writes nothing. */
export async function plan(ports: Ports, request: PlanRequest): Promise<Planned> {
  const loaded = await loadProject(ports, request);
  let state: State | null = null;
  const session = await openSession(ports, loaded, () => state);
  state = await session.store.read();
  const observations = new Map<Address, Observation>();
  if (request.refresh && state !== null) {
    state = foldEntries(state, await probeOpen(ports, session, state));
    for (const [address, seen] of await observe(ports, session, Object.values(state.resources))) {
      observations.set(address, seen);
    }
  }
  const now = request.at ?? ports.clock.now().toISOString();
  const project = await withMachines(ports, loaded, state, {
    mode: request.mode,
    reselect: request.reselect ?? false,
    approved: null,
  });
  const planned = planOf(ports, { project }, state, { ...request, observations, now });
  return {
    plan: planned,
    project,
    verified: request.verify === true ? await verified(ports, project, state, observations, planned) : null,
  };
}

/** One plan value from a project on its machines, a state and what was seen. */
export function planOf(
  ports: Ports,
  { project }: Pick<Session, 'project'>,
  state: State | null,
  {
    overrideBudget = null,
    ...options
  }: Pick<PlanRequest, 'mode' | 'targets' | 'overrideBudget'> & {
    readonly observations: ReadonlyMap<Address, Observation>;
    readonly now: string;
  },
): Plan {
  const { config, desired, workspace, books } = project;
  const { endpoint } = config.helixCloud;
  const usesCloud =
    desired.resources.some(({ engine }) => engine === 'helix-cloud') ||
    Object.values(state?.resources ?? {}).some(({ engine }) => engine === 'helix-cloud');
  const regions = config.lock?.helixCloud?.endpoint === endpoint ? config.lock.helixCloud : null;
  const rates = ratesWith(books, lockedRates(config.lock, endpoint));
  return makePlan({
    ...options,
    project: config.project.name,
    workspace,
    endpoint: usesCloud ? endpoint : null,
    configDigest: configDigest(config),
    desired,
    state,
    isApplied: ports.isApplied,
    rates,
    budget: config.budget,
    policy: config.policy,
    overrideBudget,
    basis: endpoint === 'embedded' ? 'sample' : 'prices',
    helixVersion: ports.helixVersion,
    regionsAt: usesCloud ? (regions?.fetchedAt ?? null) : null,
    pricesAt: books.size === 0 ? null : oldestPrice(priceables(desired, state), rates),
    priceBooks: [...books.values()].map(({ provider, asOf, digest, origin }) => ({
      provider,
      asOf,
      digest,
      origin,
    })),
    autoChoices: autoChoices(project),
  });
}

function* priceables(desired: Project['desired'], state: State | null): Generator<Priceable> {
  for (const resource of desired.resources) yield { ...resource, outputs: {} };
  yield* Object.values(state?.resources ?? {});
}

function autoChoices({ config, choices }: Project): AutoChoice[] {
  return config.instances.flatMap((instance) => {
    const choice = choices.get(instance.name);
    if (instance.kind !== 'deploy' || instance.provider !== 'auto' || choice?.why.type !== 'cheapest')
      return [];
    const { provider, region, type, why } = choice;
    return [
      { address: addressOf('instance', instance.name), provider, region, type, of: why.of, next: why.next },
    ];
  });
}

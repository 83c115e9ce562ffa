import type { Plan, PlanMode } from '../plan/plan';
import type { Observation } from '../ports/engine';
import type { ToolChange } from '../ports/engine';
import type { Ports } from '../ports/ports';
import { foldEntries } from '../state/fold';
import type { State } from '../state/state';
import type { Address } from '../values/resource';
import { loadProject } from './project/load-project';
import type { ProjectRequest, SizedProject } from './project/project';
import { sizeProject } from './project/size-project';
import { observe } from './run/observe';
import { openEngines } from './run/open-engines';
import type { Engines } from './run/open-engines';
import { openStore } from './run/open-store';
import { planOf } from './run/plan-of';
import { assertWorkspace } from './state/workspaces';
import { verifyWithTools } from './run/prepare';
import { assertSecretsSet, secretReader } from './run/secrets';
import { probeOpen } from './run/recover';

export interface PlanRequest extends ProjectRequest {
  readonly mode: PlanMode;
  readonly targets: readonly string[];
  /** Ask the engines what is really there. */
  readonly refresh: boolean;
  /** Choose the types of machines, and the places of `auto`, anew. */
  readonly reselect?: boolean;
  /** Let the engines' own tools plan as well. */
  readonly verify?: boolean;
  /** Compare the values of secrets with those that were brought over last. */
  readonly secrets?: boolean;
  /** Whether what is destroyed takes its volume with it; default: volumes stay. */
  readonly deletesVolumes?: boolean;
  /** Why the plan may exceed the budget; null: it may not. */
  readonly overrideBudget?: string | null;
  /** RFC 3339 UTC: plan as if it were then. */
  readonly at: string | null;
}

export interface Planned {
  readonly plan: Plan;
  readonly project: SizedProject;
  /** Changes that the engines' own tools would make; null where they were not asked. */
  readonly verified: readonly ToolChange[] | null;
  /** Their plans, as JSON without secrets, by the name of what they plan. */
  readonly documents: ReadonlyMap<string, string>;
}

/** Plans: pure and offline unless `refresh` or `verify` is asked for; takes no lock and writes nothing. */
export async function plan(ports: Ports, request: PlanRequest): Promise<Planned> {
  const loaded = await loadProject(ports, request);
  if (request.mode !== 'apply') await assertWorkspace(ports, loaded);
  const store = await openStore(ports, loaded);
  const recorded = await store.read();
  const engine = openEngines(ports, loaded, () => store.current);
  const { state, observations } =
    request.refresh && recorded !== null
      ? await refresh(ports, engine, recorded)
      : { state: recorded, observations: new Map<Address, Observation>() };
  const { mode, reselect = false, verify = false, at } = request;
  const now = at ?? ports.clock.now().toISOString();
  const project = await sizeProject(ports, loaded, state, { mode, reselect, approved: null });
  const secrets = request.secrets === true ? secretReader(ports, project, state) : null;
  const planned = planOf(ports, project, state, { ...request, observations, secrets, now });
  if (secrets !== null) await assertSecretsSet(ports, project, planned, 'all');
  const documents = new Map<string, string>();
  const keep = (name: string, text: string): void => void documents.set(name, text);
  const verified = verify ? await verifyWithTools(ports, project, state, observations, planned, keep) : null;
  return { plan: planned, project, verified, documents };
}

/** Finds out what became of interrupted operations, and what is really there. */
async function refresh(
  ports: Ports,
  engine: Engines,
  recorded: State,
): Promise<{ readonly state: State; readonly observations: ReadonlyMap<Address, Observation> }> {
  const state = foldEntries(recorded, await probeOpen(ports, { engine }, recorded));
  return { state, observations: await observe(ports, { engine }, Object.values(state.resources)) };
}

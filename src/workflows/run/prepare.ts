import { locatedError } from '../../operations/located';
import { engineOf } from '../../operations/operation';
import type { Operation } from '../../operations/operation';
import { operationsOf } from '../../operations/operations';
import { observed } from '../../plan/observed';
import type { Plan } from '../../plan/plan';
import type { PrepareOptions, ToolChange } from '../../ports/engine';
import type { Ports } from '../../ports/ports';
import { emptyState } from '../../state/empty-state';
import type { Observation } from '../../state/observation';
import type { State } from '../../state/state';
import type { Address, EngineName } from '../../values/resource';
import { readAttribution } from '../project/read-attribution';
import type { SizedProject } from '../project/project';
import { appliedBy } from './engine-registry';
import { secretReader } from './secrets';
import { openEngines } from './open-engines';
import type { Engines } from './open-engines';

/**
 * Lets every engine check its operations before any of them begins: if one would come out otherwise, all are refused.
 * Returns the changes that the engines' own tools would make.
 * @throws the error of an engine, with the places of the resources that it is about
 */
export async function prepare(
  { engine: open }: { readonly engine: Engines },
  operations: readonly Operation[],
  plan: Plan,
): Promise<readonly ToolChange[]> {
  const members = operations.map(({ member }) => member);
  return (await askTools(open, new Set(members.map(engineOf)), members, plan)).flat();
}

/**
 * Lets the engines' own tools plan as well, for a plan that is not applied yet: also what is recorded and not to change.
 * Returns the changes that they would make; null where no resource has an engine with a tool.
 * @throws HelixError `refused` when one of them would do otherwise
 */
export async function verifyWithTools(
  ports: Ports,
  project: SizedProject,
  state: State | null,
  observations: ReadonlyMap<Address, Observation>,
  plan: Plan,
  onDocument?: PrepareOptions['onDocument'],
): Promise<readonly ToolChange[] | null> {
  const applied = await readAttribution(ports, project, plan);
  const { config, workspace } = project;
  // A first plan is verified as the first apply would be, with a lineage that is not kept.
  const lineage = ports.random.uuid();
  const recorded = state ?? emptyState({ lineage, project: config.project.name, workspace, at: applied.at });
  const { records } = observed(
    new Map(Object.values(recorded.resources).map((record) => [record.address, record])),
    observations,
  );
  const from = { ...recorded, resources: Object.fromEntries(records) };
  const operations = operationsOf(plan, from, records, applied, secretReader(ports, project, from));
  const members = operations.map(({ member }) => member);
  const unchanged = [...records.values()].filter(appliedBy(ports.engines));
  const names = new Set([...members.map(engineOf), ...unchanged.map(({ engine }) => engine)]);
  const open = openEngines(ports, project, () => from);
  const asked = await askTools(open, names, members, plan, { alsoUnchanged: true, onDocument });
  return asked.length === 0 ? null : asked.flat();
}

/** Returns the answers of the engines that have a tool, the slowest last. */
async function askTools(
  open: Engines,
  names: ReadonlySet<EngineName>,
  members: readonly Operation['member'][],
  plan: Plan,
  options?: PrepareOptions,
): Promise<(readonly ToolChange[])[]> {
  const asked: (readonly ToolChange[])[] = [];
  const opened = await Promise.all([...names].map(async (name) => ({ name, engine: await open(name) })));
  opened.sort((a, b) => Number(a.engine.preparesSlowly ?? false) - Number(b.engine.preparesSlowly ?? false));
  for (const { name, engine } of opened) {
    const own = members.filter((member) => engineOf(member) === name);
    const changes = await engine.prepare?.(own, options).catch((error: unknown) => {
      throw locatedError(error, plan);
    });
    if (changes !== undefined) asked.push(changes);
  }
  return asked;
}

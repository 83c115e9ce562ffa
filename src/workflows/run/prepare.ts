import { HelixError } from '../../errors';
import type { Problem } from '../../errors';
import { observed } from '../../plan/observed';
import type { Plan } from '../../plan/plan';
import type { ToolChange } from '../../ports/engine';
import type { Ports } from '../../ports/ports';
import { emptyState } from '../../state/empty-state';
import type { Observation } from '../../state/observation';
import type { State } from '../../state/state';
import type { Address } from '../../values/resource';
import { attribution } from '../project/attribution';
import { engineOf, operationsOf } from '../../operations/operations';
import type { Operation } from '../../operations/operations';
import { openSession } from './session';
import type { Session } from './session';
import type { Project } from '../project/project';

/**
 * Every engine looks over its part before any of it is begun: what would come out otherwise is refused as a whole.
 * What an engine complains of is shown at its place.
 * @returns what the engines' own tools would do
 */
export async function prepare(
  session: Pick<Session, 'engine'>,
  operations: readonly Operation[],
  plan: Plan,
): Promise<readonly ToolChange[]> {
  const members = operations.map(({ member }) => member);
  const changes: ToolChange[] = [];
  for (const name of new Set(members.map(engineOf))) {
    const engine = await session.engine(name);
    const own = members.filter((member) => engineOf(member) === name);
    const prepared = await engine.prepare?.(own).catch((error: unknown) => {
      throw placed(error, plan);
    });
    changes.push(...(prepared ?? []));
  }
  return changes;
}

function placed(error: unknown, { changes }: Plan): unknown {
  if (!(error instanceof HelixError) || error.about.length === 0) return error;
  const { kind, message, hint, about } = error;
  const problems = changes.flatMap(({ address, source }): Problem[] =>
    about.includes(address) && source !== null
      ? [{ severity: 'error', code: 'cannot-plan', message: `${address} cannot be planned.`, place: source }]
      : [],
  );
  return new HelixError(kind, message, {
    ...(hint !== undefined && { hint }),
    problems,
    about,
    cause: error,
  });
}

/**
 * What the engines' own tools say to a plan that nobody carries out yet.
 * @throws HelixError `refused` when one of them would do otherwise
 */
export async function verified(
  ports: Ports,
  project: Project,
  state: State | null,
  observations: ReadonlyMap<Address, Observation>,
  plan: Plan,
): Promise<readonly ToolChange[]> {
  const applied = await attribution(ports, project, plan);
  const { config, workspace } = project;
  // A first plan is looked over as the first apply would be, with a lineage that nobody keeps.
  const lineage = ports.random.uuid();
  const recorded = state ?? emptyState({ lineage, project: config.project.name, workspace, at: applied.at });
  const { records } = observed(
    new Map(Object.values(recorded.resources).map((record) => [record.address, record])),
    observations,
  );
  const from = { ...recorded, resources: Object.fromEntries(records) };
  const operations = operationsOf(plan, from, records, applied);
  return prepare(await openSession(ports, project, () => from), operations, plan);
}

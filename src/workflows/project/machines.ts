import { HelixError } from '../../errors';
import type { Plan, PlanMode } from '../../plan/plan';
import type { Ports } from '../../ports/ports';
import type { PricedProvider, ProviderPrices } from '../../pricing/book/price-book';
import { booksNeeded } from '../../pricing/books-needed';
import { currentMachine, decodeInstance } from '../../resources/instance';
import type { CurrentMachine } from '../../resources/instance';
import type { ResourceRecord, State } from '../../state/state';
import type { Address } from '../../values/resource';
import { onMachines } from './project';
import type { Project } from './project';

export interface MachinesRequest {
  readonly mode: PlanMode;
  readonly reselect: boolean;
  /** A plan that was approved: what it chose stands, whatever the prices say now. */
  readonly approved: Plan | null;
}

/**
 * The project with a machine chosen for each `[deploy.N]`, and the prices of the clouds that it uses. Types on record are
 * kept while they serve. A project without machines reads no prices.
 * @throws HelixError `config` with all Problems when nothing fits, unless the plan only takes down
 */
export async function withMachines(
  ports: Ports,
  project: Project,
  state: State | null,
  { mode, reselect, approved }: MachinesRequest,
): Promise<Project> {
  const { instances, lock, policy } = project.config;
  const records = Object.values(state?.resources ?? {});
  const needed = booksNeeded(instances, records);
  if (needed.size === 0) return project;
  const loaded = await Promise.all(
    [...needed].map(async (provider) => [provider, await ports.prices.load(project.root, provider)] as const),
  );
  const books: ReadonlyMap<PricedProvider, ProviderPrices> = new Map(loaded);
  const { chooseMachines } = await import('../../machines/choose-machines');
  const { choices, problems } = chooseMachines({
    instances,
    current: currentMachines(records, approved),
    books,
    reselect,
    remembered: lock?.choices ?? {},
    allowed: {
      providers: policy.allowedProviders?.value ?? null,
      regions: policy.allowedRegions?.value ?? null,
    },
  });
  if (mode === 'apply' && problems.length > 0) {
    throw new HelixError('config', 'not every machine can be had', { problems });
  }
  return onMachines(project, { choices, books });
}

/** The machines on record; an approved plan says more of its own than the record. */
function currentMachines(
  records: readonly ResourceRecord[],
  approved: Plan | null,
): ReadonlyMap<Address, CurrentMachine> {
  const planned = [...(approved?.changes ?? []), ...(approved?.unsupported ?? [])];
  const sources = [
    ...records,
    ...planned.flatMap(({ address, kind, after }) =>
      after === null ? [] : [{ address, kind, inputs: after }],
    ),
  ];
  const machines = new Map<Address, CurrentMachine>();
  for (const { address, kind, inputs } of sources) {
    if (kind !== 'instance') continue;
    const machine = currentMachine(decodeInstance(address, inputs));
    if (machine === null) machines.delete(address);
    else machines.set(address, machine);
  }
  return machines;
}

import type { CloudName } from '../../clouds';
import { HelixError } from '../../errors';
import type { Problem } from '../../errors';
import { currentMachines } from '../../machines/current-machines';
import type { DescribedResource } from '../../machines/current-machines';
import type { Plan, PlanMode } from '../../plan/plan';
import type { Ports } from '../../ports/ports';
import type { ProviderPrices } from '../../pricing/book/price-book';
import { booksNeeded } from '../../pricing/books-needed';
import type { State } from '../../state/state';
import { isReadable } from '../run/engine-registry';
import { autoClouds } from './auto-clouds';
import { missingImageProblems } from './read-contexts';
import { sized } from './project';
import type { ChosenMachines, LoadedProject, SizedProject } from './project';
import { recordedVolumes } from './recorded-volumes';

export interface SizeRequest {
  readonly mode: PlanMode;
  /** Choose anew, even where a type on record still serves. */
  readonly reselect: boolean;
  /** A plan that was approved: what it chose stands, whatever the prices say now. */
  readonly approved: Plan | null;
}

/**
 * Chooses the machines of a project and puts it on them.
 * @throws HelixError `config` with all Problems when nothing fits or an image has no Dockerfile, unless the plan only destroys
 */
export async function sizeProject(
  ports: Ports,
  project: LoadedProject,
  state: State | null,
  request: SizeRequest,
): Promise<SizedProject> {
  const warnings = request.mode === 'apply' ? missingImages(project) : [];
  return sized(
    { ...project, problems: [...project.problems, ...warnings] },
    await chooseFromBooks(ports, project, state, request),
    recordedVolumes(state, project.config),
  );
}

/** Returns the warnings about images. @throws HelixError `config` for a resource that needs an image and has none */
function missingImages({ config, contents, scope }: LoadedProject): readonly Problem[] {
  const inScope = config.instances.filter(({ kind }) => (kind === 'local') === (scope === 'local'));
  const problems = missingImageProblems(inScope, contents);
  const isError = problems.some(({ severity }) => severity === 'error');
  if (isError) throw new HelixError('config', 'not every image can be built', { problems });
  return problems;
}

/**
 * Chooses a machine for each `[deploy.N]` by the prices of the clouds in use. Types on record are kept while they serve.
 * A project without machines reads no prices.
 * @throws HelixError `config` with all Problems when nothing fits, unless the plan only destroys
 */
export async function chooseFromBooks(
  ports: Ports,
  { root, config }: Pick<LoadedProject, 'root' | 'config'>,
  state: State | null,
  { mode, reselect, approved }: SizeRequest,
): Promise<ChosenMachines> {
  const { instances, lock, policy } = config;
  const recorded = Object.values(state?.resources ?? {});
  const records = recorded.filter((record) => isReadable(ports.engines, record));
  const needed = booksNeeded(instances, records);
  if (needed.size === 0) return { choices: new Map(), books: new Map() };
  const loaded = await Promise.all(
    [...needed].map(async (provider) => [provider, await ports.prices.load(root, provider)] as const),
  );
  const books: ReadonlyMap<CloudName, ProviderPrices> = new Map(loaded);
  const { chooseMachines } = await import('../../machines/choose-machines');
  const { choices, problems } = chooseMachines({
    instances,
    current: currentMachines([...records, ...plannedBy(approved)]),
    books,
    reselect,
    remembered: lock?.choices ?? {},
    allowed: {
      providers: autoClouds(ports, { policy }).clouds,
      regions: policy.allowedRegions?.value ?? null,
    },
  });
  if (mode === 'apply' && problems.length > 0) {
    throw new HelixError('config', 'not every machine can be had', { problems });
  }
  return { choices, books };
}

/** The resources that an approved plan creates or changes, as they become. */
function plannedBy(approved: SizeRequest['approved']): DescribedResource[] {
  const changes = [...(approved?.changes ?? []), ...(approved?.unsupported ?? [])];
  return changes.flatMap(({ address, kind, after }) =>
    after === null ? [] : [{ address, kind, inputs: after }],
  );
}

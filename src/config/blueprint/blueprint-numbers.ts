import type { DeployInstance } from '../config';
import type { TomlDocument } from '../text/document';
import type { BlueprintEnvironment, BlueprintResources } from '../generated/blueprint';
import type { ProblemList } from '../validation/problems';
import type { TomlPath } from '../text/table-headers';

/** What `[blueprint.resources]` and an environment say together; a figure that neither gives is absent. */
export type Figures = Readonly<{ [Key in FigureKey]?: Figure<Key> }>;

/** One figure, with the key that says it. */
interface Figure<Key extends FigureKey> {
  readonly value: NonNullable<BlueprintResources[Key]>;
  readonly path: TomlPath;
}

type FigureKey = Exclude<keyof BlueprintResources, 'network'>;
type Profile = DeployInstance['profile'];

/** The size of a machine: cores, GiB, GB. */
export interface MachineSize {
  readonly cpu: number;
  readonly memoryGb: number;
  readonly storageGb: number;
}

const KEYS = {
  cpu: ['min_cpu', 'recommended_cpu'],
  memoryGb: ['min_memory_gb', 'recommended_memory_gb'],
  storageGb: ['min_storage_gb', 'recommended_storage_gb'],
} as const;
const DIMENSIONS = ['cpu', 'memoryGb', 'storageGb'] as const;

/** What a profile is where the blueprint says nothing. */
const MIN: MachineSize = { cpu: 2, memoryGb: 4, storageGb: 20 };
const RECOMMENDED: MachineSize = { cpu: 4, memoryGb: 16, storageGb: 100 };

/** Reads the figures of one table; `[...network]` is another way to write two of them. */
export function readFigures(
  document: TomlDocument,
  path: TomlPath,
  table: BlueprintResources | BlueprintEnvironment | undefined,
  problems: ProblemList,
): Figures {
  const { network = {}, ...flat } = table ?? {};
  const { ttl: _ttl, ttl_hours: _hours, ...own } = flat as BlueprintEnvironment;
  const figures: [string, unknown][] = [];
  for (const [key, value] of Object.entries(network as Record<string, unknown>)) {
    if (!Object.hasOwn(own, key)) figures.push([key, { value, path: [...path, 'network', key] }]);
    else if ((own as Record<string, unknown>)[key] !== value) {
      problems.error({
        code: 'contradiction',
        message: `\`${key}\` and \`network.${key}\` say different things.`,
        hint: 'Keep one of the two.',
        place: () => document.place([...path, 'network', key], 'key'),
      });
    }
  }
  for (const [key, value] of Object.entries(own)) figures.push([key, { value, path: [...path, key] }]);
  return Object.fromEntries(figures);
}

/**
 * Complains where `recommended_*` is below `min_*`, and of a GPU model of no GPU. `all` is `own` with what it overrides:
 * only what `own` has a part in is told.
 */
export function checkFigures(
  document: TomlDocument,
  own: Figures,
  all: Figures,
  problems: ProblemList,
): void {
  for (const dimension of DIMENSIONS) {
    const [minKey, recommendedKey] = KEYS[dimension];
    const [min, recommended] = [all[minKey], all[recommendedKey]];
    const culprit = own[recommendedKey] ?? own[minKey];
    if (!culprit || !min || !recommended || recommended.value >= min.value) continue;
    const [above, below] = [min, recommended].map(({ path }) => document.place(path, 'value').line);
    problems.error({
      code: 'recommended-below-min',
      message: `\`${recommendedKey}\` is ${recommended.value} (line ${below ?? 0}), below \`${minKey}\`, ${min.value} (line ${above ?? 0}).`,
      hint: `Raise \`${recommendedKey}\` to at least ${min.value}, or lower \`${minKey}\`.`,
      place: () => document.place(culprit.path, 'value'),
    });
  }
  const { gpu_type: type } = own;
  if (type && !all.gpu_count) {
    problems.warning({
      code: 'no-effect',
      message: '`gpu_type` says nothing without `gpu_count`: there is no GPU.',
      hint: 'Add `gpu_count = 1`.',
      place: () => document.place(type.path, 'key'),
    });
  }
}

/** The profile of a machine that names none: recommended where such figures are given; the environment speaks first. */
export function defaultProfile(resources: Figures, environment: Figures): Profile {
  for (const figures of [environment, resources]) {
    const has = (index: 0 | 1) =>
      DIMENSIONS.some((dimension) => figures[KEYS[dimension][index]] !== undefined);
    if (has(1)) return 'recommended';
    if (has(0)) return 'min';
  }
  return 'min';
}

/** The size of a profile. What only a default gives is never below the minimum that is written. */
export function sizeOf(figures: Figures, profile: Profile): MachineSize {
  const size = (dimension: keyof MachineSize): number => {
    const [minKey, recommendedKey] = KEYS[dimension];
    const min = figures[minKey]?.value;
    if (profile === 'min') return min ?? MIN[dimension];
    return figures[recommendedKey]?.value ?? Math.max(RECOMMENDED[dimension], min ?? 0);
  };
  return { cpu: size('cpu'), memoryGb: size('memoryGb'), storageGb: size('storageGb') };
}

import type { DeployInstance } from '../config';
import type { TomlDocument } from '../text/document';
import type { BlueprintEnvironment, BlueprintResources } from '../generated/blueprint';
import type { ProblemList } from '../validation/problems';
import type { TomlPath } from '../text/table-headers';

/** The values of `[blueprint.resources]` or of an environment; a value that is not set is absent. */
export type ResourceValues = Readonly<{ [Key in ResourceKey]?: ResourceValue<Key> }>;

/** A value and the path of its key. */
interface ResourceValue<Key extends ResourceKey> {
  readonly value: NonNullable<BlueprintResources[Key]>;
  readonly path: TomlPath;
}

type ResourceKey = Exclude<keyof BlueprintResources, 'network'>;
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

/** The sizes of the profiles when the blueprint does not set them. */
const MIN: MachineSize = { cpu: 2, memoryGb: 4, storageGb: 20 };
const RECOMMENDED: MachineSize = { cpu: 4, memoryGb: 16, storageGb: 100 };

/** Reads the values of one table; `[...network]` is another way to write two of them. */
export function readResourceValues(
  document: TomlDocument,
  path: TomlPath,
  table: BlueprintResources | BlueprintEnvironment | undefined,
  problems: ProblemList,
): ResourceValues {
  const { network = {}, ...flat } = table ?? {};
  const { ttl: _ttl, ttl_hours: _hours, ...own } = flat as BlueprintEnvironment;
  const values: [string, unknown][] = [];
  for (const [key, value] of Object.entries(network as Record<string, unknown>)) {
    if (!Object.hasOwn(own, key)) values.push([key, { value, path: [...path, 'network', key] }]);
    else if ((own as Record<string, unknown>)[key] !== value) {
      problems.error({
        code: 'contradiction',
        message: `\`${key}\` and \`network.${key}\` contradict each other.`,
        hint: 'Keep one of the two.',
        place: () => document.place([...path, 'network', key], 'key'),
      });
    }
  }
  for (const [key, value] of Object.entries(own)) values.push([key, { value, path: [...path, key] }]);
  return Object.fromEntries(values);
}

/**
 * Reports a `recommended_*` below its `min_*`, and a GPU model without a GPU. `all` is `own` with the values that it
 * overrides: only problems that involve `own` are reported.
 */
export function checkResourceValues(
  document: TomlDocument,
  own: ResourceValues,
  all: ResourceValues,
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
      message: '`gpu_type` has no effect without `gpu_count`.',
      hint: 'Add `gpu_count = 1`.',
      place: () => document.place(type.path, 'key'),
    });
  }
}

/** Returns the profile of a machine that does not name one: recommended if such values are set. The environment takes precedence. */
export function defaultProfile(resources: ResourceValues, environment: ResourceValues): Profile {
  for (const values of [environment, resources]) {
    const has = (index: 0 | 1) =>
      DIMENSIONS.some((dimension) => values[KEYS[dimension][index]] !== undefined);
    if (has(1)) return 'recommended';
    if (has(0)) return 'min';
  }
  return 'min';
}

/** Returns the size of a profile. A default is never below the minimum in the file. */
export function sizeOf(values: ResourceValues, profile: Profile): MachineSize {
  const size = (dimension: keyof MachineSize): number => {
    const [minKey, recommendedKey] = KEYS[dimension];
    const min = values[minKey]?.value;
    if (profile === 'min') return min ?? MIN[dimension];
    return values[recommendedKey]?.value ?? Math.max(RECOMMENDED[dimension], min ?? 0);
  };
  return { cpu: size('cpu'), memoryGb: size('memoryGb'), storageGb: size('storageGb') };
}

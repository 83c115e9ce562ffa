import { MACHINE_CLOUDS } from '../../clouds';
import type { CloudProvider } from '../../clouds';
import { defaultRegionOf, hasSpot, isRegionOf, regionHint } from '../../clouds/regions';
import type { DeployInstance } from '../config';
import type { DeployTable } from '../generated/deploy';
import { sizeOf } from './blueprint-numbers';
import type { MachineSize, ResourceValues } from './blueprint-numbers';
import type { Service } from './blueprint-service';
import type { Report } from './deploy-checks';

/** A machine as its table, the values of the blueprint and the blueprint's service describe it. */
export interface WrittenMachine {
  readonly table: DeployTable;
  readonly values: ResourceValues;
  readonly service: Service;
  readonly provider: CloudProvider;
}

/** Returns the region: that of the table, else one that the blueprint prefers, else the cloud's default. */
export function readRegion({ table, service, provider }: WrittenMachine, report: Report): string | null {
  if (table.region === undefined) {
    const preferred =
      provider === 'auto'
        ? undefined
        : service.preferredRegions.find((region) => isRegionOf(provider, region));
    return preferred ?? defaultRegionOf(provider);
  }
  if (!isRegionOf(provider, table.region)) {
    const of = provider === 'auto' ? 'any cloud' : `\`${provider}\``;
    report(
      'error',
      ['region'],
      'bad-region',
      `\`${table.region}\` is not a region of ${of}.`,
      regionHint(provider, table.region),
    );
  }
  return table.region;
}

/** Returns the size: each number is that of the table, else that of the profile. */
export function readSize(
  { table, values }: WrittenMachine,
  profile: DeployInstance['profile'],
  report: Report,
): MachineSize {
  const size = sizeOf(values, profile);
  warnBelowMin('cpu', table.cpu, values.min_cpu?.value, report);
  warnBelowMin('memory_gb', table.memory_gb, values.min_memory_gb?.value, report);
  warnBelowMin('storage_gb', table.storage_gb, values.min_storage_gb?.value, report);
  return {
    cpu: table.cpu ?? size.cpu,
    memoryGb: table.memory_gb ?? size.memoryGb,
    storageGb: table.storage_gb ?? size.storageGb,
  };
}

function warnBelowMin(key: string, value: number | undefined, min: number | undefined, report: Report): void {
  if (value === undefined || min === undefined || value >= min) return;
  const message = `\`${key}\` is ${value}, below \`min_${key}\`, ${min}: the blueprint may not run.`;
  report('warning', [key], 'below-min', message);
}

/** Returns the number and the type of GPUs; no type without a GPU. */
export function readGpu(
  { table, values, service }: WrittenMachine,
  report: Report,
): { gpuCount: number; gpuType: string | null } {
  const gpuCount = table.gpu_count ?? values.gpu_count?.value ?? (service.requiresGpu ? 1 : 0);
  if (gpuCount > 0) return { gpuCount, gpuType: table.gpu_type ?? values.gpu_type?.value ?? null };
  if (table.gpu_type !== undefined && table.gpu_count === undefined) {
    const message = '`gpu_type` has no effect without `gpu_count`.';
    report('warning', ['gpu_type'], 'no-effect', message, 'Add `gpu_count = 1`.', 'key');
  }
  return { gpuCount, gpuType: null };
}

/** Returns whether it is a spot machine: as the table says, else where the blueprint allows one and the cloud has them. */
export function readSpot({ table, values, service, provider }: WrittenMachine, report: Report): boolean {
  if (table.spot === true && !hasSpot(provider)) {
    report(
      'error',
      ['spot'],
      'no-spot',
      `\`${provider}\` has no spot machines.`,
      `Remove the line, or choose another cloud: ${MACHINE_CLOUDS.filter(hasSpot).join(', ')}.`,
    );
  }
  const allowed = values.allow_spot?.value ?? service.allowSpot ?? false;
  return table.spot ?? (allowed && hasSpot(provider));
}

import { MACHINE_CLOUDS } from '../../clouds';
import type { MachineCloud } from '../../clouds';
import type { Config } from '../../config/config';
import { MACHINE_ENGINE } from '../../graph/machine-engine';
import type { Ports } from '../../ports/ports';
import { appliedBy } from '../run/engine-registry';

/** The clouds among which `auto` chooses. */
export interface AutoClouds {
  readonly clouds: readonly MachineCloud[];
  /** Clouds that the policy allows, and that this version cannot apply. */
  readonly leftOut: readonly MachineCloud[];
}

/**
 * Returns the clouds that the policy allows and this version can apply. Without any such cloud they are those that the
 * policy allows, so that a plan still prices the machine and lists it as not applied.
 */
export function autoClouds(
  { engines }: Pick<Ports, 'engines'>,
  { policy }: Pick<Config, 'policy'>,
): AutoClouds {
  const allowed = MACHINE_CLOUDS.filter((name) => policy.allowedProviders?.value.includes(name) ?? true);
  const isApplied = appliedBy(engines);
  const clouds = allowed.filter((provider) =>
    isApplied({ engine: MACHINE_ENGINE, kind: 'instance', provider, inputs: {} }),
  );
  const leftOut = allowed.filter((name) => !clouds.includes(name));
  return { clouds: clouds.length > 0 ? clouds : allowed, leftOut };
}

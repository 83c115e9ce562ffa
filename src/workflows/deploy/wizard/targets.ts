import { cloudOf, MACHINE_CLOUDS } from '../../../clouds';
import type { MachineCloud } from '../../../clouds';
import type { CloudConfig } from '../../../config/cloud-toml/cloud-config';
import type { Config } from '../../../config/config';
import { HelixError } from '../../../errors';
import { MACHINE_ENGINE } from '../../../graph/machine-engine';
import type { Ports } from '../../../ports/ports';
import { appliedBy } from '../../run/engine-registry';

const NO_CREDENTIALS = 'no credentials';

/** A cloud that a machine could be rented from. */
export interface Target {
  readonly cloud: MachineCloud;
  readonly title: string;
  /** The reason why it cannot be chosen; null: it can. */
  readonly remark: string | null;
  /** Whether the remark is that there are no credentials for it. */
  readonly lacksCredentials: boolean;
}

/**
 * Reads which clouds can be chosen: those that the policy allows, this version applies, this host has credentials for, and
 * whose machines are what the project needs. `readAt` throws HelixError `config` for a cloud whose are not.
 */
export async function readTargets(
  ports: Pick<Ports, 'engines' | 'findCredentialsPlace'>,
  { policy }: Pick<Config, 'policy'>,
  user: CloudConfig | null,
  readAt: (cloud: MachineCloud) => Promise<unknown>,
): Promise<readonly Target[]> {
  const allowed = policy.allowedProviders?.value ?? MACHINE_CLOUDS;
  const isApplied = appliedBy(ports.engines);
  const findRemark = async (cloud: MachineCloud): Promise<string | null> => {
    if (!allowed.includes(cloud)) return 'not allowed by [policy]';
    if (!isApplied({ engine: MACHINE_ENGINE, kind: 'instance', provider: cloud, inputs: {} })) {
      return 'not applied by this version';
    }
    if ((await ports.findCredentialsPlace(cloud, user)) === null) return NO_CREDENTIALS;
    return readAt(cloud).then(() => null, remarkOf);
  };
  return Promise.all(
    MACHINE_CLOUDS.map(async (cloud) => {
      const { title, machineTitle } = cloudOf(cloud);
      const remark = await findRemark(cloud);
      return { cloud, title: machineTitle ?? title, remark, lacksCredentials: remark === NO_CREDENTIALS };
    }),
  );
}

/** Returns the first problem of a project that cannot be declared. */
function remarkOf(error: unknown): string {
  if (!(error instanceof HelixError)) throw error;
  return (error.problems[0]?.message ?? error.message).replace(/\.$/, '');
}

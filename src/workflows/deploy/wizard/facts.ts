import { cloudOf } from '../../../clouds';
import type { CloudName, MachineCloud } from '../../../clouds';
import type { CloudConfig } from '../../../config/cloud-toml/cloud-config';
import type { Config } from '../../../config/config';
import { HelixError } from '../../../errors';
import type { Ports } from '../../../ports/ports';
import type { Books } from '../../../pricing/instance-rates';
import { autoClouds } from '../../project/auto-clouds';
import { checkConfig, requireConfig } from '../../project/check-config';
import type { ProjectRequest } from '../../project/project';
import type { WantedDeployment } from '../deployment-keys';
import { readBaseMachine } from './base-machine';
import type { BaseMachine } from './base-machine';
import { readTargets } from './targets';
import type { Target } from './targets';

/** The facts that the answers depend on. */
export interface Facts {
  readonly config: Config;
  readonly user: CloudConfig | null;
  readonly base: BaseMachine;
  readonly targets: readonly Target[];
  /** The clouds among which `auto` would choose. */
  readonly autoClouds: readonly MachineCloud[];
  /** The prices of the clouds that can be chosen. */
  readonly books: Books;
  /** The options that were given: what they say is not asked. */
  readonly given: WantedDeployment;
}

/** Reads the facts. @throws HelixError `auth` where no cloud can be chosen, `config` for a project or a name with errors */
export async function readFacts(
  ports: Ports,
  request: Pick<ProjectRequest, 'directory' | 'environment'>,
  name: string,
  given: WantedDeployment,
  user: CloudConfig | null,
): Promise<Facts> {
  const checked = await checkConfig(ports, request);
  const config = requireConfig(checked);
  const base = await readBaseMachine(ports, checked.root, config, name, given);
  const found = await readTargets(ports, config, user, base.readAt);
  // A cloud that an option names is the user's own choice, whatever this host finds.
  const targets = found.map((one) => (one.cloud === given.provider?.cloud ? { ...one, remark: null } : one));
  if (targets.every(({ remark }) => remark !== null)) {
    const reasons = targets.map(({ title, remark }) => `${title}: ${remark ?? ''}`).join('; ');
    throw new HelixError('auth', `there is no cloud to deploy to (${reasons})`, {
      hint: `${variablesText(targets)}Or run \`helix cloud configure\`.`,
    });
  }
  const open = targets.filter(({ remark }) => remark === null);
  const books = new Map<CloudName, Awaited<ReturnType<Ports['prices']['load']>>>(
    await Promise.all(
      open.map(async ({ cloud }) => [cloud, await ports.prices.load(checked.root, cloud)] as const),
    ),
  );
  return { config, user, base, targets, autoClouds: autoClouds(ports, config).clouds, books, given };
}

/** The variables by which a cloud without credentials gets some. */
function variablesText(targets: readonly Target[]): string {
  const lacking = targets.filter(({ lacksCredentials }) => lacksCredentials);
  if (lacking.length === 0) return '';
  const names = lacking.map(({ cloud }) => `${cloudOf(cloud).credentials.firstVariable} (${cloud})`);
  return `Set the variables of one of them, such as ${names.join(', ')}. `;
}

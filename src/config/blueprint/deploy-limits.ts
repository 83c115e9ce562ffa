import { cloudOf, MACHINE_CLOUDS } from '../../clouds';
import type { CloudProvider } from '../../clouds';
import type { MachineFeature } from '../../clouds/cloud';
import { hasFeature } from '../../clouds/regions';
import { isReference } from '../secret-shapes';
import type { EnvVar } from '../config';
import type { DeployTable } from '../generated/deploy';
import type { TomlPath } from '../text/table-headers';
import { isPublicKey } from '../../values/public-key';
import type { Report } from './deploy-checks';

/** The settings of a machine that some clouds lack. */
export interface LimitedSettings {
  readonly table: DeployTable;
  readonly env: readonly EnvVar[];
  readonly publicIp: boolean;
}

/** Reports the settings that machines of the cloud cannot have, each at its own key. */
export function checkLimits(
  { table, env, publicIp }: LimitedSettings,
  provider: CloudProvider,
  report: Report,
): void {
  if (provider === 'auto') return;
  const refuse = (feature: MachineFeature, path: TomlPath, why: string, hint: string): void => {
    if (hasFeature(provider, feature)) return;
    const message = `A machine on ${cloudOf(provider).title} ${why}.`;
    report(
      'error',
      path,
      `no-${feature}`,
      message,
      `${hint}, or choose another cloud: ${cloudsWith(feature)}.`,
    );
  };
  if (table.arch === 'arm64') {
    refuse('arm64', ['arch'], 'has an amd64 processor', 'Remove the line');
  }
  (table.ssh_cidrs ?? []).forEach((cidr, index) => {
    const why = 'has IPv4 addresses only, as the usual networks there have';
    if (cidr.includes(':')) refuse('ipv6', ['ssh_cidrs', index], why, 'List IPv4 blocks alone');
  });
  if (!publicIp) {
    const path = table.public_ip === undefined ? [] : ['public_ip'];
    refuse('private-address', path, 'always has a public address', 'Write `public_ip = true`');
  }
  if (table.expire_itself === true) {
    const hint = 'Remove the line and run `helix destroy --expired` on a schedule';
    refuse('identity', ['expire_itself'], 'cannot end itself: it has no identity', hint);
  }
  const { ssh_key: key } = table;
  if (key === undefined) {
    refuse('keyless', [], 'needs an SSH key', 'Add `ssh_key = "ssh-ed25519 AAAA..."`');
  } else if (!isPublicKey(key)) {
    refuse(
      'named-key',
      ['ssh_key'],
      'needs the text of a public SSH key',
      'Write what is in the `.pub` file',
    );
  }
  for (const [name, value] of Object.entries(table.secrets ?? {})) {
    // Anything but a reference is refused on every cloud.
    if (isReference(value)) refuse('identity', ['secrets', name], NO_SECRETS, 'Give the container no secret');
  }
  for (const variable of env) {
    if (variable.type === 'literal' && !variable.secret) continue;
    refuse('identity', ['env', variable.name], NO_SECRETS, 'Write a value that anyone may read');
  }
  if (table.image === undefined) {
    const why =
      'cannot log in to a registry, and without an `image` it would run one that is built and private';
    refuse('identity', [], why, 'Push the image to a public registry and name it as `image`');
  }
}

const NO_SECRETS =
  'cannot keep a secret: it has no identity, and whatever it is told can be read by every process on it';

function cloudsWith(feature: MachineFeature): string {
  return MACHINE_CLOUDS.filter((cloud) => hasFeature(cloud, feature)).join(', ');
}

import { boundedName } from '../../identifier';
import type { Owner } from '../../cloud';
import { literalEnv } from '../../lowering/machine-inputs';
import type { PlannedMachine } from '../../lowering/machine-inputs';
import type { MachineDialect } from '../../lowering/user-data/input';
import { userData } from '../../lowering/user-data/user-data';
import { helixId, literal } from '../../template';

/** How a droplet runs its container: without an identity, so that it logs in nowhere and reads no secret. */
const DIALECT: MachineDialect = {
  limit: {
    bytes: 65_536,
    of: 'DigitalOcean',
    hint: 'Shorten the longest values of `env`, or let the image contain them.',
  },
  settings: {},
  programs: '',
  functions: '',
  logIn: 'false',
  resolve: '  false\n',
  expiry: null,
  // It tells the user data to every process that asks.
  closed: [{ address: '169.254.169.254', ports: [80] }],
};

/** The user data of a droplet. */
export function dropletUserData({ address }: Owner, inputs: PlannedMachine): string {
  const text = userData(
    {
      address,
      image: inputs.image,
      registry: null,
      ports: inputs.ports,
      env: literalEnv(inputs.env),
      secrets: {},
      expireItself: false,
      loginKey: inputs.sshKey,
      ...(inputs.disk !== null && {
        volume: `/dev/disk/by-id/scsi-0DO_Volume_${volumeNameOf(inputs, HELIX_ID)}`,
      }),
    },
    DIALECT,
  );
  return literal(text).replaceAll(HELIX_ID, helixId(address));
}

/** The name of the volume of a machine; `id` makes it unique. It is in the path of the volume's device. */
export function volumeNameOf({ name }: Pick<PlannedMachine, 'name'>, id: string): string {
  return `${boundedName(name, LONGEST_VOLUME - 9)}-${id}`;
}

const LONGEST_VOLUME = 64;

/** The placeholder for `local.helix_id`, which no quoting of the shell changes. */
const HELIX_ID = '__helix_id__';

import type { Owner } from '../../cloud';
import { literalEnv } from '../../lowering/machine-inputs';
import type { PlannedMachine } from '../../lowering/machine-inputs';
import type { MachineDialect } from '../../lowering/user-data/input';
import { userData } from '../../lowering/user-data/user-data';
import { literal } from '../../template';

/** How an instance runs its container: without an identity, so that it logs in nowhere and reads no secret. */
const DIALECT: MachineDialect = {
  limit: {
    bytes: 16_384,
    of: 'Helix on Vultr',
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

/** The second disk of an instance, which is the first block storage that is attached. */
const VOLUME = '/dev/vdb';

/** The user data of an instance. */
export function instanceUserData({ address }: Owner, inputs: PlannedMachine): string {
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
      ...(inputs.disk !== null && { volume: VOLUME }),
    },
    DIALECT,
  );
  return literal(text);
}

import type { Owner } from '../cloud';
import { literalEnv } from './machine-inputs';
import type { PlannedMachine } from './machine-inputs';
import type { MachineDialect } from './user-data/input';
import { userData } from './user-data/user-data';

/** The largest user data that a cloud takes, and the name of whoever sets that limit. */
type Limit = Pick<MachineDialect['limit'], 'bytes' | 'of'>;

/**
 * The user data of a machine without an identity, which logs in nowhere and reads no secret. `volume`: the device of its
 * volume, where it has one.
 */
export function openUserData(
  { address }: Owner,
  inputs: PlannedMachine,
  volume: string,
  limit: Limit,
): string {
  return userData(
    {
      address,
      image: inputs.image,
      registry: null,
      ports: inputs.ports,
      env: literalEnv(inputs.env),
      secrets: {},
      expireItself: false,
      loginKey: inputs.sshKey,
      ...(inputs.disk !== null && { volume }),
    },
    dialectOf(limit),
  );
}

function dialectOf(limit: Limit): MachineDialect {
  return {
    limit: { ...limit, hint: 'Shorten the longest values of `env`, or let the image contain them.' },
    settings: {},
    programs: '',
    functions: '',
    logIn: 'false',
    resolve: '  false\n',
    expiry: null,
    // It tells the user data to every process that asks.
    closed: [{ address: '169.254.169.254', ports: [80] }],
  };
}

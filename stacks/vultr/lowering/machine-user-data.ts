import type { Owner } from '../../cloud';
import type { PlannedMachine } from '../../lowering/machine-inputs';
import { openUserData } from '../../lowering/open-user-data';
import { literal } from '../../template';

/** The second disk of an instance, which is the first block storage that is attached. */
const VOLUME = '/dev/vdb';

/** The user data of an instance. */
export function instanceUserData(owner: Owner, inputs: PlannedMachine): string {
  return literal(openUserData(owner, inputs, VOLUME, { bytes: 16_384, of: 'Helix on Vultr' }));
}

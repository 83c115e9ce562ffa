import type { Owner } from '../../cloud';
import { boundedName } from '../../identifier';
import type { PlannedMachine } from '../../lowering/machine-inputs';
import { openUserData } from '../../lowering/open-user-data';
import { helixId, literal } from '../../template';

/** The user data of a droplet. */
export function dropletUserData(owner: Owner, inputs: PlannedMachine): string {
  const volume = `/dev/disk/by-id/scsi-0DO_Volume_${volumeNameOf(inputs, HELIX_ID)}`;
  const text = openUserData(owner, inputs, volume, { bytes: 65_536, of: 'DigitalOcean' });
  return literal(text).replaceAll(HELIX_ID, helixId(owner.address));
}

/** The name of the volume of a machine; `id` makes it unique. It is in the path of the volume's device. */
export function volumeNameOf({ name }: Pick<PlannedMachine, 'name'>, id: string): string {
  return `${boundedName(name, LONGEST_VOLUME - 9)}-${id}`;
}

const LONGEST_VOLUME = 64;

/** The placeholder for `local.helix_id`, which no quoting of the shell changes. */
const HELIX_ID = '__helix_id__';

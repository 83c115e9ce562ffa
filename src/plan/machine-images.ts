import { decodeImage } from '../resources/image/image';
import { decodeImageOutputs, pushedReference } from '../resources/image/outputs';
import { builtImageOf, isLowered } from '../resources/machine';
import { decodeMachineOutputs } from '../resources/machine-outputs';
import type { ResourceRecord } from '../state/state';
import type { Address } from '../values/resource';
import type { Unpriced } from './decide';

/**
 * Adds to the changes of machines that run an image which Helix builds the references of that image: the one that runs,
 * and the one that will run, as far as it was pushed already.
 */
export function withMachineImages(
  changes: readonly Unpriced[],
  records: ReadonlyMap<Address, ResourceRecord>,
): readonly Unpriced[] {
  const changing = new Set(changes.map(({ address }) => address));
  return changes.map((change) => {
    if (change.kind !== 'instance' || change.action === 'delete' || change.action === 'read') return change;
    const { address, after, dependsOn } = change;
    if (!isLowered(address, after)) return change;
    const built = builtImageOf(address, after);
    if (built === null) return change;
    const record = records.get(address);
    const machineImage = {
      before: record === undefined ? null : decodeMachineOutputs(address, record.outputs).image,
      after: dependsOn.reduce<string | null>(
        (found, needed) =>
          found ?? (changing.has(needed) ? null : referenceOf(records.get(needed), built.identity)),
        null,
      ),
    };
    return { ...change, machineImage };
  });
}

/** Returns the reference of an image that was built from these sources and pushed; null for anything else. */
function referenceOf(record: ResourceRecord | undefined, identity: string): string | null {
  if (record?.kind !== 'image') return null;
  const { address, inputs, outputs } = record;
  const image = decodeImage(address, inputs);
  if (image.type !== 'built' || image.digest !== identity) return null;
  const { pushed } = decodeImageOutputs(address, outputs);
  return pushed && pushedReference(pushed);
}

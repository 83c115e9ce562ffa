import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';

/** The outputs of a machine; null where it has none, or it is not known yet. */
export interface MachineOutputs {
  readonly publicAddress: string | null;
  readonly privateAddress: string | null;
  /** The reference of the image that Helix built for it; null where the user named one. */
  readonly image: string | null;
}

/** Reads the outputs of a machine. Throws HelixError `state` for an invalid value. */
export function decodeMachineOutputs(address: Address, json: JsonObject): MachineOutputs {
  const fields = new Fields(address, json);
  return {
    publicAddress: fields.textOrNull('public_address'),
    privateAddress: fields.textOrNull('private_address'),
    image: fields.textOrNull('image'),
  };
}

/** Returns the address by which a machine is reached from outside its network, where it has one. */
export function reachableAddress({
  publicAddress,
  privateAddress,
}: Pick<MachineOutputs, 'publicAddress' | 'privateAddress'>): string | null {
  return publicAddress ?? privateAddress;
}

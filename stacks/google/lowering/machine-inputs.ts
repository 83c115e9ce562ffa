import { google } from '../../../src/clouds/google';
import { HelixError } from '../../../src/errors';
import type { PlannedDisk } from '../../../src/resources/machine';
import type { JsonObject } from '../../../src/values/json';
import type { Address } from '../../../src/values/resource';
import { plannedMachine } from '../../lowering/machine-inputs';
import type { PlannedMachine } from '../../lowering/machine-inputs';

/** The inputs of a machine, with everything that Google Cloud needs. */
export interface GoogleMachineInputs extends PlannedMachine {
  readonly disk: PlannedDisk;
  readonly zone: string;
  readonly machineType: string;
  /** GPUs that are attached to a machine of a type without any; null: the type brings its own, or has none. */
  readonly accelerator: { readonly type: string; readonly count: number } | null;
}

/**
 * Reads the inputs of a planned machine. Without a chosen disk its boot disk has the requested size, and the type that its
 * family takes.
 * @throws HelixError `config` for a machine without a type, an image or a zone
 */
export function googleMachineInputs(address: Address, json: JsonObject, region: string): GoogleMachineInputs {
  const inputs = plannedMachine(address, json);
  const zone = inputs.zone ?? google.zones.firstOf(region);
  if (zone === null) {
    throw new HelixError('config', `${address}: Helix knows no zone of the region ${region}.`, {
      hint: `Add one: \`zone = "${region}-a"\`.`,
    });
  }
  // The price book names attached GPUs behind the type: `n1-standard-4+1xnvidia-tesla-t4`.
  const [machineType = '', attached = ''] = inputs.instanceType.split('+');
  const [, count, type] = /^(\d+)x(.+)$/.exec(attached) ?? [];
  return {
    ...inputs,
    zone,
    machineType,
    accelerator: type === undefined ? null : { type, count: Number(count) },
    disk: inputs.disk ?? {
      type: diskTypeOf(machineType),
      sizeGb: Math.max(google.pricing.disks.minGb, Math.ceil(inputs.storageGb)),
      attached: false,
    },
  };
}

function diskTypeOf(machineType: string): string {
  const { types, exception } = google.pricing.disks;
  return (exception.machines.test(machineType) ? exception.types : types)[0];
}

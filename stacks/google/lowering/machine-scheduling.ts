import type { ComputeInstanceScheduling } from '@cdktf/provider-google/lib/compute-instance';
import type { GoogleMachineInputs } from './machine-inputs';

/** Types that bring GPUs of their own. */
const HAS_GPUS = /^(a2|a3|a4|a4x|g2|g4)-/;

/**
 * The scheduling of a machine. A spot machine names all five values, since the provider plans those that are missing again and
 * again; it is deleted when Google takes it away, and the next apply creates it again. One with GPUs cannot move.
 */
export function schedulingOf({
  spot,
  machineType,
  accelerator,
}: GoogleMachineInputs): ComputeInstanceScheduling {
  if (spot) {
    return {
      provisioningModel: 'SPOT',
      preemptible: true,
      automaticRestart: false,
      onHostMaintenance: 'TERMINATE',
      instanceTerminationAction: 'DELETE',
    };
  }
  const stays = accelerator !== null || HAS_GPUS.test(machineType);
  return {
    provisioningModel: 'STANDARD',
    preemptible: false,
    automaticRestart: true,
    ...(stays ? { onHostMaintenance: 'TERMINATE' } : {}),
  };
}

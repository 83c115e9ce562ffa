import type { Json, JsonObject } from '../values/json';
import type { CurrentMachine } from '../machines/choice';
import type { RentedMachine } from '../pricing/machine-rate';
import type { MachineSpec } from '../machines/machine-spec';
import type { PlannedDisk } from '../machines/planned-disk';

/** A resource's provider, region and inputs, as a state or a plan holds them. */
export interface RecordedInstance {
  readonly provider: string;
  readonly region: string | null;
  readonly inputs: JsonObject;
}

/** The inputs by which an instance names the machine that was chosen for it. */
export function machineInputs(machine: { type: string; disk: PlannedDisk | null } | null): {
  readonly instance_type: string | null;
  readonly disk: JsonObject | null;
} {
  const disk = machine?.disk ?? null;
  return {
    instance_type: machine?.type ?? null,
    disk: disk && { type: disk.type, size_gb: disk.sizeGb, attached: disk.attached },
  };
}

/** The machine that a recorded instance runs on; null where none was chosen for it. */
export function recordedMachine({ provider, region, inputs }: RecordedInstance): CurrentMachine | null {
  const type = inputs['instance_type'];
  if (typeof type !== 'string' || region === null) return null;
  return { provider, region, type, disk: diskIn(inputs['disk']), spec: recordedSpec(inputs) };
}

/** What is rented for an instance; null where its inputs name no type. */
export function rentedMachine(instance: RecordedInstance): RentedMachine | null {
  const { provider, region, inputs } = instance;
  if (region === null) return null;
  if (provider === 'fly') {
    const [type, sizeGb] = [inputs['vm_size'], inputs['volume_initial_size']];
    if (typeof type !== 'string') return null;
    const disk = typeof sizeGb === 'number' ? { type: 'volume', sizeGb, attached: true } : null;
    return { region, type, spot: false, disk, publicIp: false };
  }
  const machine = recordedMachine(instance);
  return machine && { ...machine, spot: machine.spec.spot, publicIp: machine.spec.publicIp };
}

/** Of an unreadable figure so little is taken that any wish for more is looked up. */
function recordedSpec(inputs: JsonObject): MachineSpec {
  const figure = (key: string): number => {
    const value = inputs[key];
    return typeof value === 'number' ? value : 0;
  };
  const gpuType = inputs['gpu_type'];
  return {
    cpu: figure('cpu'),
    memoryGb: figure('memory_gb'),
    storageGb: figure('storage_gb'),
    gpuCount: figure('gpu_count'),
    gpuType: typeof gpuType === 'string' ? gpuType : null,
    arch: inputs['arch'] === 'arm64' ? 'arm64' : 'amd64',
    spot: inputs['spot'] === true,
    publicIp: inputs['public_ip'] === true,
    burstable: inputs['profile'] === 'min',
  };
}

function diskIn(value: Json | undefined): PlannedDisk | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  const { type, size_gb: sizeGb, attached } = value;
  if (typeof type !== 'string' || typeof sizeGb !== 'number') return null;
  return { type, sizeGb, attached: attached === true };
}

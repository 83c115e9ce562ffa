import { REGIONS } from './regions';
import { Refused } from '../refused';
import { mounts } from './stored';
import type { MachineConfig, StoredApp, StoredMachine } from './stored';

/** The CPUs and the memory for each of them, in MB, of the kinds of machines. */
const GUESTS = {
  shared: { cpus: [1, 2, 4, 6, 8], memory: [256, 2048] },
  performance: { cpus: [1, 2, 4, 6, 8, 10, 12, 14, 16], memory: [2048, 8192] },
} as const;

/** @throws Refused 422 for a machine that Fly does not rent */
export function assertGuest({ guest }: Pick<MachineConfig, 'guest'>): void {
  if (guest === undefined) return;
  const { cpus, memory } = GUESTS[guest.cpu_kind];
  const perCpu = guest.memory_mb / guest.cpus;
  const isRented =
    (cpus as readonly number[]).includes(guest.cpus) && perCpu >= memory[0] && perCpu <= memory[1];
  if (!isRented)
    throw new Refused(422, `invalid guest: ${guest.cpus} CPUs with ${guest.memory_mb} MB`, 'invalid_guest');
}

/** @throws Refused 422 for a region that Fly does not have */
export function assertRegion(region: string): void {
  if (REGIONS.includes(region)) return;
  throw new Refused(422, `region ${region} not found`, 'invalid_region');
}

/** @throws Refused 400, 412 or 422 for a volume that the machine cannot mount */
export function assertMounts(
  app: StoredApp,
  config: MachineConfig,
  { region, others }: { readonly region: string; readonly others: readonly StoredMachine[] },
): void {
  for (const id of mounts(config)) {
    const volume = app.volumes.find((one) => one.id === id);
    if (volume === undefined || volume.deletedAt !== null) throw new Refused(400, 'volume not found');
    if (volume.region !== region) throw new Refused(422, 'the volume is in another region', 'invalid_region');
    if (others.some((other) => mounts(other.config).includes(id))) {
      throw new Refused(412, 'volume is attached to another machine', 'volume_attached');
    }
  }
}

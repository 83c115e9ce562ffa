import type { components } from '../../../adapters/fly/generated/api';
import type { Clock } from '../../../ports/clock';
import { notFound, Refused } from '../refused';
import { assertGuest, assertRegion } from './config-check';
import type { Machines } from './machines';
import { mounts } from './stored';
import type { StoredApp, StoredMachine, StoredVolume } from './stored';
import { REMEMBERED_MS } from './timings';

type CreateRequest = components['schemas']['CreateVolumeRequest'];

interface Parts {
  readonly clock: Clock;
  readonly nextId: () => number;
  readonly machines: Machines;
}

/** The volumes of apps. */
export class Volumes {
  /** Whether an extended volume is only seen after a restart of its machine. */
  needRestart = false;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  create(app: StoredApp, { name, region, size_gb: sizeGb, compute }: CreateRequest): StoredVolume {
    assertRegion(region);
    assertGuest(compute === undefined ? {} : { guest: compute });
    const createdAt = this.#parts.clock.now().getTime();
    const id = `vol_${this.#parts.nextId()}`;
    const volume: StoredVolume = { id, name, region, sizeGb, deletedAt: null, createdAt, data: '' };
    app.volumes.push(volume);
    return volume;
  }

  /** The volumes that Fly shows: deleted ones for another day. */
  list(app: StoredApp): readonly StoredVolume[] {
    const now = this.#parts.clock.monotonicMs();
    return app.volumes.filter(({ deletedAt }) => deletedAt === null || now < deletedAt + REMEMBERED_MS);
  }

  get(app: StoredApp, id: string): StoredVolume {
    const volume = this.list(app).find((one) => one.id === id);
    if (volume === undefined) throw notFound('volume');
    return volume;
  }

  extend(volume: StoredVolume, sizeGb: number): void {
    if (volume.deletedAt !== null) throw new Refused(400, 'volume not found');
    if (sizeGb < volume.sizeGb) throw new Refused(422, 'volumes cannot be made smaller', 'invalid_size');
    volume.sizeGb = sizeGb;
  }

  delete(app: StoredApp, volume: StoredVolume): void {
    if (this.holder(app, volume) !== undefined) {
      throw new Refused(412, 'volume is attached to a machine', 'volume_attached');
    }
    volume.deletedAt ??= this.#parts.clock.monotonicMs();
  }

  /** The machine that mounts a volume. */
  holder(app: StoredApp, { id }: StoredVolume): StoredMachine | undefined {
    return this.#parts.machines.living(app).find(({ config }) => mounts(config).includes(id));
  }

  /** The volumes that nobody deleted and no machine mounts. */
  loose(app: StoredApp): readonly StoredVolume[] {
    return app.volumes.filter(
      (volume) => volume.deletedAt === null && this.holder(app, volume) === undefined,
    );
  }
}

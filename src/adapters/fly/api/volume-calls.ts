import type { CallOptions } from '../../http/retries';
import { validateExtended, validateVolume, validateVolumeList } from '../generated/answers';
import type { components } from '../generated/api';
import type { Calls } from './calls';
import { isRefused } from './fly-error';

export type Volume = components['schemas']['Volume'];
type CreateRequest = components['schemas']['CreateVolumeRequest'];

/** The calls about volumes. */
export class VolumeCalls {
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  /** Lists the volumes of an app that are not deleted: Fly shows the others for another day. */
  async list(app: string, call: CallOptions = {}): Promise<readonly Volume[]> {
    const params = { path: { app } };
    const answer = this.#calls.typed.GET('/v1/apps/{app}/volumes', {
      params,
      ...this.#calls.repeatable(call),
    });
    const volumes = await this.#calls.read(validateVolumeList, answer);
    return volumes.filter(({ state }) => !/destroy/.test(state));
  }

  create(app: string, body: CreateRequest, call: CallOptions = {}): Promise<Volume> {
    const params = { path: { app } };
    const answer = this.#calls.typed.POST('/v1/apps/{app}/volumes', {
      params,
      body,
      ...this.#calls.once(call),
    });
    return this.#calls.read(validateVolume, answer);
  }

  /** Makes a volume larger. Returns whether its machine has to be restarted to see that. */
  async extend(app: string, volume: string, sizeGb: number, call: CallOptions = {}): Promise<boolean> {
    const params = { path: { app, volume } };
    const answer = this.#calls.typed.PUT('/v1/apps/{app}/volumes/{volume}/extend', {
      params,
      body: { size_gb: sizeGb },
      ...this.#calls.repeatable(call),
    });
    return (await this.#calls.read(validateExtended, answer)).needs_restart;
  }

  /** Deletes a volume; Fly keeps its snapshots for some days. One that is gone is deleted. */
  async delete(app: string, volume: string, call: CallOptions = {}): Promise<void> {
    const params = { path: { app, volume } };
    const path = '/v1/apps/{app}/volumes/{volume}';
    try {
      await this.#calls.typed.DELETE(path, { params, ...this.#calls.repeatable(call) });
    } catch (error) {
      const isGone = isRefused(error, 400) && error.message.includes('volume not found');
      if (!isGone && !isRefused(error, 404)) throw error;
    }
  }
}

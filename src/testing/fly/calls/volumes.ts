import type { components } from '../../../adapters/fly/generated/api';
import { volumeAnswer } from '../world/answers';
import { appOf, volumeOf } from './call';
import type { Handler } from './call';

type Schemas = components['schemas'];

/** The calls about volumes. */
export const VOLUME_CALLS = {
  listVolumes: (service, call) => {
    const app = appOf(service, call);
    const { world } = service;
    return { body: world.volumes.list(app).map((volume) => volumeAnswer(world, app, volume)) };
  },
  createVolume: (service, call) => {
    const app = appOf(service, call);
    const volume = service.world.volumes.create(app, call.body as Schemas['CreateVolumeRequest']);
    return { body: volumeAnswer(service.world, app, volume) };
  },
  deleteVolume: (service, call) => {
    const { app, volume } = volumeOf(service, call);
    service.world.volumes.delete(app, volume);
    return { body: volumeAnswer(service.world, app, volume) };
  },
  extendVolume: (service, call) => {
    const { app, volume } = volumeOf(service, call);
    const { volumes } = service.world;
    volumes.extend(volume, (call.body as Schemas['ExtendRequest']).size_gb);
    const answer = volumeAnswer(service.world, app, volume);
    return { body: { needs_restart: volumes.needRestart, volume: answer } };
  },
} satisfies Readonly<Record<string, Handler>>;

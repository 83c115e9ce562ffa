import { isBuildable, isPulled } from '../../resources/image/image';
import type { EngineModule } from '../engine-module';

/** Containers on this host, and the images that they are pulled from. */
export const docker: EngineModule = {
  name: 'docker',
  usesEndpoint: false,
  applies: ({ kind, inputs }) => kind === 'instance' || isPulled(inputs) || isBuildable(inputs),
  load: async (session, deps) => (await import('./connect')).connectEngine(session, deps),
};

import type { EngineModule } from '../engine-module';

/** Apps on Fly. */
export const fly: EngineModule = {
  name: 'fly',
  usesEndpoint: false,
  applies: () => true,
  load: async (session, deps) => (await import('./connect')).connectEngine(session, deps),
};

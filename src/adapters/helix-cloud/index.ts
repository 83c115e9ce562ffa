import type { EngineModule } from '../engine-module';

/** Clusters on Helix Cloud. */
export const helixCloud: EngineModule = {
  name: 'helix-cloud',
  usesEndpoint: true,
  applies: () => true,
  load: async (session, deps) => (await import('./connect')).connectEngine(session, deps),
};

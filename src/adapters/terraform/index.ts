import type { EngineModule } from '../engine-module';

/** Machines and registries in clouds, through Terraform and its providers. */
export const terraform: EngineModule = {
  name: 'terraform',
  usesEndpoint: false,
  applies: ({ provider }) => provider === 'aws',
  load: async (session, deps) => (await import('./connect')).connectEngine(session, deps),
};

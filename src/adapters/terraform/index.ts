import { cloudNamed } from '../../clouds';
import type { EngineModule } from '../engine-module';

/** Machines and registries in clouds, through Terraform and its providers. */
export const terraform: EngineModule = {
  name: 'terraform',
  usesEndpoint: false,
  applies: ({ kind, provider }) => cloudNamed(provider)?.lowering?.kinds.includes(kind) ?? false,
  load: async (session, deps) => (await import('./connect')).connectEngine(session, deps),
};

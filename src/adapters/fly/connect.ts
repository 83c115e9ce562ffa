import type { EngineSession } from '../../ports/engine';
import type { EngineDeps } from '../engine-module';
import { fetchFrom } from '../http/node-fetch';
import { SentSecrets } from '../http/sent-secrets';
import { FlyApi } from './api/fly-api';
import { flyEndpoint } from './credentials/endpoint';
import { findToken } from './credentials/find-token';
import { FlyEngine } from './engine';

/** Builds the engine for one run. Nothing is asked of Fly before the engine is asked for something. */
export function connectEngine(session: EngineSession, deps: EngineDeps): Promise<FlyEngine> {
  const { project, workspace, lineage, state, root, envFile, secretByFingerprint } = session;
  const { clock, random, host, onRequest } = deps;
  const { environment } = host;
  const endpoint = flyEndpoint(host);
  const fetch = fetchFrom(environment);
  const engine = new FlyEngine({
    openApi: async (login) => {
      const token = await findToken(login, { host, root });
      const secrets = new SentSecrets(token);
      return new FlyApi({ endpoint, token, secrets, fetch, clock, random, onLog: onRequest });
    },
    clock,
    project,
    workspace,
    // Before there is a state nothing is ours.
    lineage: () => (state() === null ? '' : lineage()),
    state,
    sources: {
      variable: (name, from) => (from === 'file' ? envFile.get(name) : environment[name]),
      secretByFingerprint,
    },
  });
  return Promise.resolve(engine);
}

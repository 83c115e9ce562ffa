import type { Agent } from 'node:http';
import type { SecureContext } from 'node:tls';
import { hasProxy } from './proxy-for';

type Environment = Readonly<Record<string, string | undefined>>;

/** The connections of one client, kept open between its requests. */
export interface Agents {
  readonly http: Agent;
  readonly https: Agent;
}

/** Opens connections through the proxies that the environment names, which trust `authorities`; undefined: those of Node. */
export async function openAgents(
  environment: Environment,
  authorities: SecureContext | undefined,
): Promise<Agents> {
  const options = { keepAlive: true, ...(authorities && { secureContext: authorities }) };
  if (hasProxy(environment)) {
    const { ProxyAgent } = await import('./proxy-agent');
    return {
      http: new ProxyAgent('http:', environment, options),
      https: new ProxyAgent('https:', environment, options),
    };
  }
  const [http, https] = await Promise.all([import('node:http'), import('node:https')]);
  return { http: new http.Agent(options), https: new https.Agent(options) };
}

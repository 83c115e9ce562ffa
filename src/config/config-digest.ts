import { digestOf } from '../values/digest';
import { fingerprint } from '../values/fingerprint';
import type { Json } from '../values/json';
import type { Config, EnvVar, InstanceConfig } from './config';

/**
 * SHA-256 of what a configuration means. Where things stand in the files is no part of it, nor what the lock says of
 * regions and prices, which moves by itself, nor where the state is kept; secrets are in it only by their fingerprint.
 */
export function configDigest(config: Config): string {
  const { lock, instances, state: _, ...rest } = config;
  return digestOf({
    ...(rest as unknown as Record<string, Json>),
    choices: { ...lock?.choices },
    // Digests of parts, so that a large project is never one huge text.
    instances: instances.map((instance) => digestOf(meaningOf(instance))),
  });
}

function meaningOf(instance: InstanceConfig): Json {
  const { source: _, ...rest } = instance;
  const meaning = rest as unknown as Record<string, Json>;
  if (instance.kind === 'helix') return { ...meaning, envVars: instance.envVars.map(meaningOfVariable) };
  if (instance.kind === 'deploy') return { ...meaning, env: instance.env.map(meaningOfVariable) };
  return meaning;
}

function meaningOfVariable(variable: EnvVar): Json {
  if (variable.type === 'reference' || !variable.secret) return { ...variable };
  const { value, ...rest } = variable;
  return { ...rest, fingerprint: fingerprint(variable.name, value) };
}

import { digestOf } from '../values/digest';
import { fingerprint } from '../values/fingerprint';
import type { Json } from '../values/json';
import type { Config, EnvVar, DeclaredInstance, Rule } from './config';

/**
 * SHA-256 of what a configuration means. Where things stand in the files, and in which order, is no part of it, nor what the lock says of
 * regions and prices, which moves by itself, nor where the state is kept; secrets are in it only by their fingerprint.
 */
export function configDigest(config: Config): string {
  const { lock, instances, state: _, budget, policy, ...rest } = config;
  return digestOf({
    ...(rest as unknown as Record<string, Json>),
    // Nothing where there are none: a rule that a later version knows must not make today's plans other plans.
    ...valuesOf({ ...budget, ...policy }),
    choices: { ...lock?.choices },
    // Digests of parts, so that a large project is never one huge text.
    instances: instances.map((instance) => digestOf(meaningOf(instance))).sort(),
  });
}

function valuesOf(rules: Readonly<Record<string, Rule<Json> | null>>): { rules?: Json } {
  const set = Object.entries(rules).flatMap(([key, rule]) => (rule === null ? [] : [[key, rule.value]]));
  return set.length === 0 ? {} : { rules: Object.fromEntries(set) as Json };
}

function meaningOf(instance: DeclaredInstance): Json {
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

import { digestOf } from '../values/digest';
import { fingerprint } from '../values/fingerprint';
import { DEFAULT_RECIPE } from '../resources/helix-image/recipe';
import type { Json } from '../values/json';
import type { Config, EnvVar, DeclaredInstance } from './config';
import type { PreviewConfig } from './preview/preview-config';
import type { Rule } from './rule';

/**
 * Returns the SHA-256 of the meaning of a configuration. It leaves out the places and the order in the files, the regions and
 * prices of the lock (which change by themselves), and the location of the state. It contains only fingerprints of secrets.
 */
export function configDigest(config: Config): string {
  const {
    lock,
    instances,
    build,
    recipe,
    state: _,
    dashboardUrl: __,
    forbidsSpot: ___,
    budget,
    policy,
    preview,
    ...rest
  } = config;
  return digestOf({
    ...(rest as unknown as Record<string, Json>),
    // Left out without rules: a rule that a later version adds must not change the digests of today's plans.
    ...valuesOf({ ...budget, ...policy }),
    ...(preview !== null && { preview: meaningOfPreview(preview) }),
    // The revision is all in `[build]` that changes what is built; left out without one, like rules.
    ...(build.rebuild > 0 && { rebuild: build.rebuild }),
    // Left out where it is the default, which images record.
    ...(digestOf({ ...recipe }) !== digestOf({ ...DEFAULT_RECIPE }) && { recipe: { ...recipe } }),
    choices: { ...lock?.choices },
    // Digests of the parts, so that a large project never becomes one huge text.
    instances: instances.map((instance) => digestOf(meaningOf(instance))).sort(),
  });
}

function valuesOf(rules: Readonly<Record<string, Rule<Json> | null>>): { rules?: Json } {
  const set = Object.entries(rules).flatMap(([key, rule]) => (rule === null ? [] : [[key, rule.value]]));
  return set.length === 0 ? {} : { rules: Object.fromEntries(set) as Json };
}

function meaningOfPreview({
  source: _,
  declaredPorts: __,
  max,
  maxMonthlyUsd,
  ...rest
}: PreviewConfig): Json {
  return { ...rest, max: max.value, maxMonthlyUsd: maxMonthlyUsd?.value ?? null };
}

function meaningOf(instance: DeclaredInstance): Json {
  const { source: _, tags, ...rest } = instance;
  // Left out without tags, like rules above.
  const meaning = {
    ...(rest as unknown as Record<string, Json>),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
  if ('envVars' in instance) return { ...meaning, envVars: instance.envVars.map(meaningOfVariable) };
  if (instance.kind === 'deploy') return { ...meaning, env: instance.env.map(meaningOfVariable) };
  return meaning;
}

function meaningOfVariable(variable: EnvVar): Json {
  if (variable.type === 'reference' || !variable.secret) return { ...variable };
  const { value, ...rest } = variable;
  return { ...rest, fingerprint: fingerprint(variable.name, value) };
}

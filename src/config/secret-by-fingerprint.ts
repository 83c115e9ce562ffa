import { HelixError } from '../errors';
import { fingerprint } from '../values/fingerprint';
import type { Config, EnvVar } from './config';

/** Returns a function that finds the value in the files for a fingerprint in a plan. */
export function secretByFingerprint({ instances }: Config): (wanted: string) => string {
  const variables = instances.flatMap((instance): readonly EnvVar[] => {
    if ('envVars' in instance) return instance.envVars;
    if ('auth' in instance) return instance.auth ?? [];
    return instance.kind === 'deploy' ? instance.env : [];
  });
  const literals = variables.filter((variable) => variable.type === 'literal');
  return (wanted) => {
    const found = literals.find(({ name, value }) => fingerprint(name, value) === wanted);
    if (found !== undefined) return found.value;
    throw new HelixError('config', `no variable in the files has the fingerprint ${wanted}`, {
      hint: 'The value was edited since the plan was made: plan again.',
    });
  };
}

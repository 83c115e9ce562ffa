import { isObject } from '../values/is-object';
import type { JsonObject } from '../values/json';

/** An input whose value comes from the environment of `apply`. */
export interface SecretReference {
  /** Its dotted path: `env_vars.TOKEN`, `secrets.FEED_TOKEN`. */
  readonly path: string;
  /** The name of the environment variable. */
  readonly variable: string;
}

/** The inputs that may hold references, by name -> `env:VARIABLE`. */
const HOLDERS = ['env_vars', 'env', 'secrets'] as const;

const PREFIX = 'env:';

/** Returns the references to environment variables in the inputs of a resource, in the order of their paths. */
export function secretReferences(inputs: JsonObject): readonly SecretReference[] {
  return HOLDERS.flatMap((holder) => {
    const values = inputs[holder];
    if (!isObject(values)) return [];
    return Object.keys(values)
      .sort()
      .flatMap((name): SecretReference[] => {
        const value = values[name];
        if (typeof value !== 'string' || !value.startsWith(PREFIX)) return [];
        return [{ path: `${holder}.${name}`, variable: value.slice(PREFIX.length) }];
      });
  });
}

/** Returns the value of a variable; undefined where it is not set, or blank: nobody means a secret without characters. */
export function secretValue(
  variable: (name: string) => string | undefined,
  { variable: name }: Pick<SecretReference, 'variable'>,
): string | undefined {
  const value = variable(name);
  return value === undefined || value.trim() === '' ? undefined : value;
}

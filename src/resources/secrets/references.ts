import { isObject } from '../../values/is-object';
import type { JsonObject } from '../../values/json';

/** The place that a value comes from: the environment of `apply`, or the `.env` files of the project. */
export type SecretSource = 'environment' | 'file';

/** An input whose value comes from outside the configuration. */
export interface SecretReference {
  /** Its dotted path: `env_vars.TOKEN`, `secrets.FEED_TOKEN`. */
  readonly path: string;
  /** The name of the variable. */
  readonly variable: string;
  readonly from: SecretSource;
}

/** Reads a variable; undefined where it is not set. */
export type ReadVariable = (name: string, from: SecretSource) => string | undefined;

/** The inputs that may hold references, by name -> `env:VARIABLE` or `file:VARIABLE`. */
const HOLDERS = ['env_vars', 'env', 'secrets'] as const;

/** Returns what a text refers to; null for other text. */
export function referenceIn(text: string): Omit<SecretReference, 'path'> | null {
  const [, kind, variable] = /^(env|file):(.*)$/s.exec(text) ?? [];
  if (variable === undefined) return null;
  return { variable, from: kind === 'file' ? 'file' : 'environment' };
}

/** Returns the references to variables in the inputs of a resource, in the order of their paths. */
export function secretReferences(inputs: JsonObject): readonly SecretReference[] {
  return HOLDERS.flatMap((holder) => {
    const values = inputs[holder];
    if (!isObject(values)) return [];
    return Object.keys(values)
      .sort()
      .flatMap((name): SecretReference[] => {
        const value = values[name];
        const reference = typeof value === 'string' ? referenceIn(value) : null;
        return reference === null ? [] : [{ path: `${holder}.${name}`, ...reference }];
      });
  });
}

/** Returns the value of a variable; undefined where it is not set, or blank: nobody means a secret without characters. */
export function secretValue(
  variable: ReadVariable,
  { variable: name, from }: Pick<SecretReference, 'variable' | 'from'>,
): string | undefined {
  const value = variable(name, from);
  return value === undefined || value.trim() === '' ? undefined : value;
}

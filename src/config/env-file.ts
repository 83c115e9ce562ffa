import { parseEnv } from 'node:util';

/** A name that programs can read. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Returns the variables of `.env` files; a later file precedes an earlier one. One without a value counts as not set. The
 * values are secret.
 */
export function envFileVariables(texts: readonly (string | null)[]): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const text of texts) {
    for (const [name, value = ''] of Object.entries(parseEnv(text ?? ''))) {
      if (!NAME.test(name)) continue;
      if (value.trim() === '') variables.delete(name);
      else variables.set(name, value);
    }
  }
  return variables;
}

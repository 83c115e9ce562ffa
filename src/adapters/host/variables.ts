import { HelixError } from '../../errors';
import { hasControlCharacter } from '../../values/variables';
import type { Environment, VariableName } from '../../values/variables';

/**
 * Returns an environment variable without blanks and line breaks at its ends, as they come from files; undefined when it
 * is not set or empty.
 * @throws HelixError `config` for a line break or another control character inside it
 */
export function variableIn(environment: Environment, name: VariableName): string | undefined {
  const value = environment[name]?.trim() ?? '';
  if (value === '') return undefined;
  if (!hasControlCharacter(value)) return value;
  throw new HelixError('config', `The variable ${name} contains a line break or another control character.`, {
    hint: `Set ${name} again: one line.`,
  });
}

/**
 * Checks the variables of a family that a library reads by itself, and sends as they are.
 * @throws HelixError `auth` with the name of the first that has a control character, or blanks at its ends
 */
export function assertSendable(environment: Environment, family: RegExp): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || !family.test(name)) continue;
    if (value === value.trim() && !hasControlCharacter(value)) continue;
    const where = hasControlCharacter(value.trim()) ? 'contains' : 'begins or ends with';
    throw new HelixError(
      'auth',
      `The variable ${name} ${where} a blank, a line break or a control character.`,
      {
        hint: `Set ${name} again without it.`,
      },
    );
  }
}

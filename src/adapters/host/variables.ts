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
 * Returns a key or a token as it is sent, in the header of a request; `source` names where it comes from.
 * @throws HelixError `auth` for a character that no key has, and no header takes
 */
export function sendableKey<T extends string | undefined>(source: string, value: T): T {
  if (value === undefined || /^[\x20-\x7e]+$/.test(value)) return value;
  throw new HelixError('auth', `${source} holds characters that no key has.`, {
    hint: 'Copy the key again: printable ASCII.',
  });
}

/**
 * Returns the address of an API that a variable names, without slashes at its end. The value is not shown: an address may
 * contain a password.
 * @throws HelixError `config` for anything but an address over HTTP
 */
export function httpAddress<T extends string | undefined>(name: VariableName, value: T): T {
  if (value === undefined) return value;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '') {
    return value.replace(/\/+$/, '') as T;
  }
  throw new HelixError('config', `The variable ${name} is not the http or https address of an API.`, {
    hint: `Correct ${name}, or remove it.`,
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

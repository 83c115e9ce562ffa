import { shellWord } from '../../../src/values/shell-word';

/** Lines that set variables of a script, each with its line break. */
export function shellSettings(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${shellWord(value)}\n`)
    .join('');
}

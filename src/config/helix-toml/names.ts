import type { Place } from '../text/places';
import type { ProblemList } from '../validation/problems';

const LONGEST = 32;

/** Checks the name of an instance: `[A-Za-z0-9_-]`, at most 32 characters, because it becomes part of paths and cloud names. */
export function checkInstanceName(name: string, place: () => Place, problems: ProblemList): boolean {
  const finding = problemOfName(name);
  if (finding === undefined) return true;
  problems.error({ ...finding, place });
  return false;
}

function problemOfName(name: string): { code: string; message: string; hint: string } | undefined {
  const hint = `Use letters, digits, \`-\` and \`_\`, at most ${LONGEST}.`;
  if (name === '') return { code: 'bad-name', message: 'An instance has an empty name.', hint };
  const shown = JSON.stringify(name.length > 60 ? `${name.slice(0, 57)}...` : name);
  if (/[/\\]/.test(name) || name === '.' || name === '..') {
    return {
      code: 'path-traversal',
      message: `The name ${shown} is a path, which could lead out of the project.`,
      hint,
    };
  }
  if (!/^[A-Za-z0-9_-]+$/.test(name)) {
    const wrong = new Set(name.match(/[^A-Za-z0-9_-]/gu));
    const letters = Array.from(wrong, (letter) => JSON.stringify(letter)).join(', ');
    return { code: 'bad-name', message: `The name ${shown} contains ${letters}.`, hint };
  }
  if (name.length > LONGEST) {
    return { code: 'bad-name', message: `The name ${shown} has ${name.length} characters.`, hint };
  }
  return undefined;
}

import type { Config } from '../../config/config';
import { HelixError } from '../../errors';
import { didYouMean } from '../../values/did-you-mean';

/** The instance that is meant where several are declared and none is named. */
const DEFAULT_NAME = 'dev';

/**
 * Returns the name of the local instance that is meant: the one that was named, else `dev`, else the only one.
 * @throws HelixError `not-found` where the project has none of that name, `usage` where it has several
 */
export function chooseLocal({ instances }: Pick<Config, 'instances'>, name: string | null): string {
  const names = instances.filter(({ kind }) => kind === 'local').map((instance) => instance.name);
  if (name !== null) {
    if (names.includes(name)) return name;
    throw new HelixError('not-found', `there is no local instance "${name}"`, {
      hint: didYouMean(name, names) ?? addingHint(name),
    });
  }
  const [only, ...others] = names;
  if (only === undefined) {
    throw new HelixError('not-found', 'the project has no local instance', {
      hint: addingHint(DEFAULT_NAME),
    });
  }
  if (names.includes(DEFAULT_NAME)) return DEFAULT_NAME;
  if (others.length === 0) return only;
  throw new HelixError('usage', `which instance: ${names.join(', ')}?`, { hint: 'Give its name.' });
}

function addingHint(name: string): string {
  return `\`helix add ${name} --local\` declares one.`;
}

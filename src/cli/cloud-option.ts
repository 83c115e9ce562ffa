import { cloudMeant } from '../clouds';
import type { CloudName } from '../clouds';
import { HelixError } from '../errors';
import { didYouMean } from '../values/did-you-mean';

/**
 * Returns the cloud that `--provider` names, by its name or an alias, or `auto`.
 * @throws HelixError `usage` for a word that names none of `clouds`
 */
export function cloudOption<Name extends CloudName>(word: string, clouds: readonly Name[]): Name | 'auto' {
  if (word.toLowerCase() === 'auto') return 'auto';
  const meant = cloudMeant(word);
  const cloud = clouds.find((name) => name === meant);
  if (cloud !== undefined) return cloud;
  throw new HelixError('usage', `--provider: \`${word}\` is not one of the clouds`, {
    hint: didYouMean(word, [...clouds, 'auto']) ?? `Use ${clouds.join(', ')}, or auto.`,
  });
}

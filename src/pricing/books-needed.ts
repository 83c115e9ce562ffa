import { CLOUD_NAMES } from '../clouds/clouds';
import type { DeclaredInstance } from '../config/config';
import { isPricedProvider } from './book/price-book';
import type { PricedProvider } from './book/price-book';

/** The clouds whose prices a project's instances need: those declared, those recorded, and for `auto` all. */
export function booksNeeded(
  instances: readonly DeclaredInstance[],
  recorded: Iterable<{ readonly kind: string; readonly provider: string }>,
): ReadonlySet<PricedProvider> {
  const needed = new Set<PricedProvider>();
  const add = (provider: string): void => {
    if (isPricedProvider(provider)) needed.add(provider);
  };
  for (const instance of instances) {
    if (instance.kind === 'deploy' && instance.provider === 'auto') CLOUD_NAMES.forEach(add);
    else if (instance.kind === 'deploy') add(instance.provider);
    else if (instance.kind === 'fly') add('fly');
    else if (instance.kind === 'ecr') add('aws');
  }
  for (const { kind, provider } of recorded) {
    if (kind === 'instance' || kind === 'registry_repo') add(provider);
  }
  return needed;
}

import { cloudOfTable, isCloud, MACHINE_CLOUDS } from '../clouds';
import type { CloudName } from '../clouds';
import type { DeclaredInstance } from '../config/config';

/** The clouds whose price books a project needs: those of its instances and records, and all of them for `auto`. */
export function booksNeeded(
  instances: readonly DeclaredInstance[],
  recorded: Iterable<{ readonly kind: string; readonly provider: string }>,
): ReadonlySet<CloudName> {
  const needed = new Set<CloudName>();
  const add = (provider: string): void => {
    if (isCloud(provider)) needed.add(provider);
  };
  for (const instance of instances) {
    if (instance.kind === 'deploy' && instance.provider === 'auto') MACHINE_CLOUDS.forEach(add);
    else if (instance.kind === 'deploy') add(instance.provider);
    else {
      const cloud = cloudOfTable(instance.kind);
      if (cloud !== undefined) needed.add(cloud);
    }
  }
  for (const { kind, provider } of recorded) {
    if (kind === 'instance' || kind === 'registry_repo') add(provider);
  }
  return needed;
}

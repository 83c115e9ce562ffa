import { foundMirror } from './found-mirror';
import type { ProviderPackage } from './found-mirror';

/**
 * Describes tests that need a real provider, which no registry of packages has. On a machine without it they are
 * skipped, and one line of the output tells what was not tried.
 */
export function describeWith(provider: ProviderPackage, title: string, tests: () => void): void {
  if (foundMirror(provider) !== null) {
    describe(title, tests);
    return;
  }
  const { source, version } = provider;
  process.stdout.write(`SKIPPED, as provider ${source} ${version} is not on this machine: ${title}\n`);
  describe.skip(title, tests);
}

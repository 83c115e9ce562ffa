import { isFound } from '../backends/found-program';
import { foundMirror } from './found-mirror';
import type { ProviderPackage } from './found-mirror';

/** Describes tests that need a real provider, which no registry of packages has. */
export function describeWith(provider: ProviderPackage, title: string, tests: () => void): void {
  const { source, version } = provider;
  describeIf(foundMirror(provider) !== null, `provider ${source} ${version}`, title, tests);
}

/** Describes tests that need OpenTofu. */
export function describeWithTofu(title: string, tests: () => void): void {
  describeIf(isFound('tofu'), 'program tofu', title, tests);
}

/** On a machine that lacks what they need, tests are not even collected: one line of the output tells what was not tried. */
function describeIf(isThere: boolean, needed: string, title: string, tests: () => void): void {
  if (isThere) {
    describe(title, tests);
    return;
  }
  process.stdout.write(`SKIPPED, as ${needed} is not on this machine: ${title}\n`);
  describe(title, () => it.todo(`needs ${needed}`));
}

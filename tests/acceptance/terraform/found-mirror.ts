import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A provider of Terraform: `hashicorp/aws`, and its exact version. */
export interface ProviderPackage {
  readonly source: string;
  readonly version: string;
}

export const REGISTRY = 'registry.terraform.io';
const USUAL = ['/usr/local/share/terraform/plugins', join(homedir(), '.terraform.d/plugins')];
/** Directories that other tests have installed and may remove at any time, and large ones that have no mirror. */
const PRUNED = ['.terraform', 'helix-*', 'node_modules', '.git', 'proc'];

let searched: readonly string[] | null = null;

/** Returns a directory laid out as a filesystem mirror that has the provider; null if this machine has none. */
export function foundMirror({ source, version }: ProviderPackage): string | null {
  const hasIt = (mirror: string) => {
    const directory = join(mirror, REGISTRY, source, version);
    // A mirror that is still being filled has the directories first, and one that others remove may vanish meanwhile.
    return namesIn(directory).some((platform) => namesIn(join(directory, platform)).length > 0);
  };
  return USUAL.find(hasIt) ?? (searched ??= searchMirrors()).find(hasIt) ?? null;
}

function searchMirrors(): readonly string[] {
  const pruned = PRUNED.flatMap((name, at) => [...(at === 0 ? [] : ['-o']), '-name', name]);
  const found = ['-type', 'd', '-name', REGISTRY, '-print', '-prune'];
  const { stdout } = spawnSync('find', ['/', '-xdev', '(', ...pruned, ')', '-prune', '-o', ...found], {
    encoding: 'utf8',
  });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((path) => join(path, '..'));
}

/** The names in a directory; none where there is no such directory, or a link to nowhere. */
function namesIn(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

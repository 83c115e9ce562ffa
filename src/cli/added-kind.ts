import { KIND_WORDS } from './kind-options';
import type { localOptions } from './local-options';
import type { machineOptions } from './machine-options';

/** The kinds of instances that `helix add` makes of options, beside images that are pushed. */
export type MadeKind = 'cluster' | 'local' | 'machine';

/** The options of `helix add` that tell which kind is meant. */
export interface KindOptions {
  /** The word in the place of NAME. */
  readonly given: string;
  readonly isCloud: boolean;
  readonly isLocal: boolean;
  readonly machine: ReturnType<typeof machineOptions>;
  readonly local: Pick<ReturnType<typeof localOptions>, 'port' | 'tag'>;
  readonly provider: string | undefined;
  readonly region: string | undefined;
  readonly image: string | undefined;
  readonly cloudRegion: string | undefined;
  readonly size: string | undefined;
  readonly buildMode: string | undefined;
  readonly ttl: string | undefined;
}

/** Returns the kind that the options describe, or why they do not describe one. */
export function kindOf(
  options: KindOptions,
): MadeKind | { readonly message: string; readonly hint?: string } {
  const { given, isCloud, isLocal, local, provider, region, image, cloudRegion, size, buildMode, ttl } =
    options;
  const { storage, ...machine } = options.machine;
  const isMachine = isGiven(provider, region) || Object.values(machine).some((value) => value !== undefined);
  if (isGiven(cloudRegion, size) && !isCloud) {
    return {
      message: '--cloud-region and --size describe a cluster',
      hint: 'Add `--cloud` to declare one.',
    };
  }
  if (isGiven(buildMode) && !isCloud && !isLocal) {
    return {
      message: '--build-mode describes a cluster or a container',
      hint: 'Add `--cloud` or `--local`.',
    };
  }
  if (isGiven(local.port, local.tag) && !isLocal) {
    return { message: '--port and --tag describe a container', hint: 'Add `--local` to declare one.' };
  }
  if (isCloud && (isLocal || isMachine || isGiven(image, storage))) {
    return { message: 'machine options do not apply to `--cloud`: a cluster has a size' };
  }
  if (isLocal && (isMachine || isGiven(ttl))) {
    return { message: 'machine options and --ttl do not apply to `--local`' };
  }
  if (isCloud) return 'cluster';
  if (isLocal) return 'local';
  // A TTL alone leaves the machine to the defaults of cloud.toml.
  if (isMachine || isGiven(image, storage, ttl)) return 'machine';
  if (KIND_WORDS.includes(given)) return { message: `NAME is missing: \`helix add ${given} NAME\`` };
  return { message: `which kind of instance? Specify ${KIND_FLAGS} or \`--provider\`` };
}

/** Whether one of the options was given. */
export function isGiven(...values: readonly unknown[]): boolean {
  return values.some((value) => value !== undefined);
}

/** The flags that name a kind. */
const KIND_FLAGS = KIND_WORDS.map((word) => `\`--${word}\``).join(', ');

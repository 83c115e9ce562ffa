import { Option } from 'clipanion';
import { HelixError } from '../errors';
import { IMAGE_KINDS } from '../workflows/project/image-table';
import type { ImageKind, WantedImage } from '../workflows/project/image-table';
import { choiceOption, countOption } from './helix-command';
import { optionGroup } from './option-group';

/** The options of instances whose image is built and pushed, as they were typed. */
export interface KindOptions {
  readonly ecr: boolean;
  readonly fly: boolean;
  readonly ghcr: boolean;
  readonly dockerHub: boolean;
  readonly registry: string | undefined;
  readonly anonymous: boolean;
  readonly repository: string | undefined;
  readonly auth: string | undefined;
  readonly vmSize: string | undefined;
  readonly volumeSize: string | undefined;
  readonly private: boolean | undefined;
}

/** Declares the options of the further kinds, as one property of a command. */
export function kindOptions(): KindOptions {
  return optionGroup<KindOptions>({
    ecr: Option.Boolean('--ecr', false, { description: 'Declare an image in Amazon ECR' }),
    fly: Option.Boolean('--fly', false, { description: 'Declare an app on Fly.io' }),
    ghcr: Option.Boolean('--ghcr', false, { description: 'Declare an image in the registry of GitHub' }),
    dockerHub: Option.Boolean('--docker-hub', false, { description: 'Declare an image on Docker Hub' }),
    registry: Option.String('--registry', { description: 'Declare an image in the registry of this host' }),
    anonymous: Option.Boolean('--anonymous', false, {
      description: 'Create an instance without an account, and declare it',
    }),
    repository: Option.String('--repository', {
      description: 'Repository of the image; default: named after the project',
    }),
    auth: Option.String('--auth', { description: 'Log-in of an app: cli or api_key; default: cli' }),
    vmSize: Option.String('--vm-size', { description: 'Machine of an app; default: shared-cpu-4x' }),
    volumeSize: Option.String('--volume-size', { description: 'Volume of an app in GB; default: 20' }),
    private: Option.Boolean('--private', { description: 'Give an app no public address' }),
  });
}

const BUILD_MODES = ['dev', 'release'] as const;
const LOG_INS = ['cli', 'api_key'] as const;

/** The words that name a kind, as users type them. */
export const KIND_WORDS: readonly string[] = [
  'local',
  'cloud',
  'ecr',
  'fly',
  'ghcr',
  'docker-hub',
  'registry',
];

/** Returns the kind that the options name; null for none. @throws HelixError `usage` for several */
export function imageKind(options: KindOptions, word: string | null): ImageKind | null {
  const flags: Record<ImageKind, boolean> = {
    ecr: options.ecr,
    fly: options.fly,
    ghcr: options.ghcr,
    docker_hub: options.dockerHub,
    registry: options.registry !== undefined,
  };
  const named = IMAGE_KINDS.filter((kind) => flags[kind] || word?.replace('-', '_') === kind);
  const [kind = null, another] = named;
  if (another !== undefined) {
    throw new HelixError('usage', `one kind at a time, not ${named.join(' and ')}`);
  }
  return kind;
}

/** Returns the instance that the options describe. @throws HelixError `usage` for an invalid or an unsuited option */
export function wantedImage(
  kind: ImageKind,
  options: KindOptions,
  { region, buildMode }: { readonly region: string | undefined; readonly buildMode: string | undefined },
): WantedImage {
  const { auth, vmSize, volumeSize, repository, registry } = options;
  const ofApp = [auth, vmSize, volumeSize, options.private].some((value) => value !== undefined);
  if (ofApp && kind !== 'fly') {
    throw new HelixError(
      'usage',
      '--auth, --vm-size, --volume-size and --private describe an app: add --fly',
    );
  }
  if (repository !== undefined && kind === 'fly') {
    throw new HelixError(
      'usage',
      '--repository describes an image in a registry, and an app has one of its own',
    );
  }
  if (kind === 'registry' && registry === undefined) {
    throw new HelixError('usage', 'which registry? Give its host: --registry registry.example.com');
  }
  return {
    kind,
    region: region ?? null,
    repository: repository ?? null,
    host: registry ?? null,
    buildMode: buildMode === undefined ? null : choiceOption('--build-mode', buildMode, BUILD_MODES),
    auth: auth === undefined ? null : choiceOption('--auth', auth, LOG_INS),
    vmSize: vmSize ?? null,
    volumeGb: volumeSize === undefined ? null : countOption('--volume-size', volumeSize, 1),
    isPrivate: options.private ?? null,
  };
}

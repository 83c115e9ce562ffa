import { EXAMPLE_CLOUD } from '../../clouds';
import type { TomlValue } from '../../config/text/toml-text';
import { HelixError } from '../../errors';

/** The kinds of `[cloud.N.KIND]` whose image is built and pushed, as the file names them. */
export const IMAGE_KINDS = ['ecr', 'fly', 'ghcr', 'docker_hub', 'registry'] as const;

export type ImageKind = (typeof IMAGE_KINDS)[number];

/** A `[cloud.N.KIND]` to declare; null where the user did not say. */
export interface WantedImage {
  readonly kind: ImageKind;
  readonly region: string | null;
  readonly repository: string | null;
  /** The host of a registry that is named by its address. */
  readonly host: string | null;
  readonly buildMode: 'dev' | 'release' | null;
  /** An app alone has these. */
  readonly auth: 'cli' | 'api_key' | null;
  readonly vmSize: string | null;
  readonly volumeGb: number | null;
  readonly isPrivate: boolean | null;
}

/** The names that the names of a new table are made of. */
export interface Named {
  readonly project: string;
  readonly name: string;
  /** The owner in the address of the project's git remote; null without one. */
  readonly owner: string | null;
}

/**
 * Returns the keys of a new `[cloud.N.KIND]` table.
 * @throws HelixError `usage` where a repository has no owner
 */
export function imageTable(wanted: WantedImage, named: Named): Readonly<Record<string, TomlValue>> {
  const mode = { build_mode: wanted.buildMode ?? 'release' };
  const { project, name } = named;
  switch (wanted.kind) {
    case 'ecr':
      return {
        repository_name: wanted.repository ?? `helix-${lower(project)}-${lower(name)}`,
        region: wanted.region ?? EXAMPLE_CLOUD.regions.default,
        auth_type: 'AwsCli',
        ...mode,
      };
    case 'fly':
      return {
        vm_size: wanted.vmSize ?? 'shared-cpu-4x',
        volume: `${`helix_${project}_${name}_data`.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}:/data`,
        volume_initial_size: wanted.volumeGb ?? 20,
        auth_type: wanted.auth === 'api_key' ? 'ApiKey' : 'Cli',
        private: wanted.isPrivate ?? false,
        region: wanted.region ?? 'iad',
        ...mode,
      };
    case 'ghcr':
    case 'docker_hub':
      return { repository_name: wanted.repository ?? ownedBy(named), ...mode };
    case 'registry':
      return {
        registry_url: wanted.host ?? '',
        repository_name: wanted.repository ?? lower(project),
        ...mode,
      };
  }
}

function ownedBy({ project, owner }: Named): string {
  if (owner !== null) return `${lower(owner)}/${lower(project)}`;
  throw new HelixError('usage', 'whose repository? The project has no git remote that tells its owner', {
    hint: `Give it: \`--repository OWNER/${lower(project)}\`.`,
  });
}

/** The names of repositories have small letters. */
function lower(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-');
}

import type { TomlValue } from '../../config/text/toml-text';
import type { Ports } from '../../ports/ports';
import { exactDuration } from '../../values/time/duration';
import { readDefaults } from './user-config';

const DEFAULT_REGION = 'us-east-1';

/** A cluster to declare; null where the user did not say. */
export interface WantedCluster {
  readonly region: string | null;
  readonly size: string | null;
  readonly buildMode: 'dev' | 'release' | null;
  readonly ttlSeconds: number | null;
}

/** The `[cloud.N.helix]` table of a new cluster, and what the user should know. */
export interface NewCluster {
  readonly clusterId: string;
  readonly table: Readonly<Record<string, TomlValue>>;
  readonly notes: readonly string[];
}

/** Makes the table of a new cluster; what is not asked for comes from the user's own defaults. */
export async function makeCluster(
  ports: Pick<Ports, 'random' | 'userConfig'>,
  name: string,
  { region, size, buildMode, ttlSeconds }: WantedCluster,
): Promise<NewCluster> {
  const { defaults, notes } = region === null ? await readDefaults(ports) : { defaults: null, notes: [] };
  const clusterId = makeClusterId(ports, name);
  const table = {
    cluster_id: clusterId,
    region: region ?? defaults?.defaults.region ?? DEFAULT_REGION,
    ...(size !== null && { size }),
    build_mode: buildMode ?? 'release',
    ...(ttlSeconds !== null && { ttl: exactDuration(ttlSeconds) }),
  };
  return { clusterId, table, notes };
}

/** Makes an id, `helix-NAME-UUID`. It is written into the file, so that creating it twice is the same cluster. */
function makeClusterId(ports: Pick<Ports, 'random'>, name: string): string {
  return `helix-${name}-${ports.random.uuid()}`;
}

import { HelixError } from '../errors';
import type { WantedCluster } from '../workflows/project/new-cluster';
import { durationOption } from './helix-command';

/** The options that describe a cluster, as they were typed. */
export interface ClusterOptions {
  readonly cloudRegion: string | undefined;
  readonly size: string | undefined;
  readonly buildMode: string | undefined;
  readonly ttl: string | undefined;
}

/** Returns the cluster that the options describe. @throws HelixError `usage` for an invalid one */
export function wantedCluster({ cloudRegion, size, buildMode, ttl }: ClusterOptions): WantedCluster {
  if (buildMode !== undefined && buildMode !== 'dev' && buildMode !== 'release') {
    throw new HelixError('usage', `--build-mode takes dev or release, not "${buildMode}"`);
  }
  return {
    region: cloudRegion ?? null,
    size: size ?? null,
    buildMode: buildMode ?? null,
    ttlSeconds: ttl === undefined ? null : durationOption('--ttl', ttl),
  };
}

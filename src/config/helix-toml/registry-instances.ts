import type { RegistryInstance } from '../config';
import { readDbConfig } from './db-config';
import type { Ecr, NamedRegistry, Registry } from '../generated/helix';
import { readBase, readBuildMode } from './instance-table';
import type { InstanceTable } from './instance-table';

/** Reads `[cloud.N.ecr]`. */
export function readEcr(from: InstanceTable<Ecr>): RegistryInstance {
  const { table } = from;
  return {
    ...readImage(from, 'ecr', table.registry_url === undefined ? null : hostOf(table.registry_url)),
    region: table.region,
    authType: 'AwsCli',
  };
}

/** Reads `[cloud.N.registry]`. */
export function readRegistry(from: InstanceTable<Registry>): RegistryInstance {
  return readImage(from, 'registry', hostOf(from.table.registry_url));
}

/** Reads `[cloud.N.ghcr]`. */
export function readGhcr(from: InstanceTable<NamedRegistry>): RegistryInstance {
  return readImage(from, 'ghcr', 'ghcr.io');
}

/** Reads `[cloud.N.docker_hub]`. */
export function readDockerHub(from: InstanceTable<NamedRegistry>): RegistryInstance {
  return readImage(from, 'docker_hub', 'docker.io');
}

function readImage(
  from: InstanceTable<NamedRegistry>,
  kind: RegistryInstance['kind'],
  registryUrl: string | null,
): RegistryInstance {
  return {
    kind,
    ...readBase(from),
    repository: from.table.repository_name,
    registryUrl,
    region: null,
    authType: 'DockerConfig',
    buildMode: readBuildMode(from, 'release'),
    db: readDbConfig(from.table),
  };
}

/** Returns the host of a registry, as images name it. */
export function hostOf(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/+$/, '');
}

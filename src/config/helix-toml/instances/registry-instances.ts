import type { RegistryInstance } from '../../config';
import { isLoopback } from '../../../values/loopback';
import { readDbConfig } from '../db-config';
import type { Ecr, NamedRegistry, Registry } from '../../generated/helix';
import { readEnvVars } from '../env-vars';
import { LEAVES_THIS_HOST, readImageBuild } from './image-build';
import { at, readBase, readBuildMode } from './instance-table';
import type { InstanceTable } from './instance-table';

/** Reads `[cloud.N.ecr]`. */
export function readEcr(from: InstanceTable<Ecr>): RegistryInstance {
  const { table } = from;
  checkScheme(from);
  if ((table.push_tags ?? []).length > 0) {
    from.problems.error({
      code: 'immutable-tags',
      message: `\`${[...from.path, 'push_tags'].join('.')}\` names tags that move, and a tag of this repository never changes.`,
      hint: 'Remove it: machines take images by their digest. A registry of another kind has tags that move.',
      place: at(from, 'push_tags', 'value'),
    });
  }
  return {
    ...readImage(from, 'ecr', table.registry_url === undefined ? null : hostOf(table.registry_url)),
    ...(table.account !== undefined && { account: table.account }),
    region: table.region,
    authType: 'AwsCli',
    insecure: table.insecure ?? false,
  };
}

/** Reads `[cloud.N.registry]`. */
export function readRegistry(from: InstanceTable<Registry>): RegistryInstance {
  checkScheme(from);
  const { registry_url: url, insecure = false, account } = from.table;
  return {
    ...readImage(from, 'registry', hostOf(url)),
    ...(account !== undefined && { account }),
    insecure,
  };
}

/** Reports a password that would go to another host without TLS. */
function checkScheme(from: InstanceTable<Pick<Ecr, 'registry_url' | 'insecure'>>): void {
  const { registry_url: url = '', insecure = false } = from.table;
  if (!url.startsWith('http://') || insecure || isLoopback(hostOf(url).replace(/:\d+$/, ''))) return;
  from.problems.error({
    code: 'plain-http',
    message: `\`${[...from.path, 'registry_url'].join('.')}\` is plain HTTP, which carries images and passwords unprotected.`,
    hint: 'Write `https://`, or `insecure = true` for a registry of a network that you trust.',
    place: at(from, 'registry_url', 'value'),
  });
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
    auth: readAuth(from),
    insecure: false,
    pushTags: from.table.push_tags ?? [],
    keepImages: from.table.keep_images ?? 10,
    buildMode: readBuildMode(from, 'release'),
    build: readImageBuild(from, LEAVES_THIS_HOST),
    db: readDbConfig(from.table),
  };
}

/** Returns the host of a registry, as images name it. */
export /** Reads the log-in of the table. A password in the file is a secret, whatever it looks like. */
function readAuth({
  document,
  path,
  table,
  problems,
}: InstanceTable<NamedRegistry>): RegistryInstance['auth'] {
  if (table.auth === undefined) return null;
  const { username, password } = table.auth;
  const [secret, name] = readEnvVars(document, [...path, 'auth'], { username, password }, problems);
  if (name === undefined || secret === undefined) return null;
  return [name, secret.type === 'literal' ? { ...secret, secret: true } : secret];
}

export function hostOf(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/+$/, '');
}

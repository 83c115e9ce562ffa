import type { SourceText } from '../../../config/text/source-text';
import { HelixError } from '../../../errors';
import { resolvedEnvVars } from '../../../resources/env-values';
import type { PushTarget } from '../../../ports/push-image';
import type { EnvSources } from '../../../resources/env-values';
import type { ImageDestination } from '../../../resources/image/image';
import type { LoginSource } from '../../../resources/registry-access';
import type { Host } from '../../host/host';
import type { RegistryLogin } from '../connection/docker-config';
import { findRegistryLogin, registryHostOf, searchLogin } from '../connection/registry-login';
import type { FoundLogin, LoginSearch } from '../connection/registry-login';
import { findCloudLogin, regionalHost } from './cloud-login';
import type { CloudLogin } from './cloud-login';
import { withTag } from '../images/bases';
import { partsOf } from '../images/parts-of';
import type { Wire } from './exchange';
import { DOCKER_HUB } from './registry-address';
import { RegistryClient } from './registry-client';

type Destination = Extract<ImageDestination, { type: 'registry' }>;

/** A registry that an image is pushed to, and the repository in it. */
export interface OpenedRegistry {
  readonly registry: RegistryClient;
  readonly host: string;
  readonly repository: string;
  /** Whether a cloud makes the repository in the same apply, before the push. */
  readonly isToBeMade?: boolean;
}

export interface RegistriesOptions {
  readonly wire: Wire;
  readonly host: Pick<Host, 'environment' | 'home'>;
  readonly sources: EnvSources;
  /** The user's cloud.toml. */
  readonly userConfig: () => Promise<SourceText | null>;
  /** The URL of the repository of an instance, if it is on record: `HOST/NAME`. */
  readonly recordedUrl: (instance: string) => string | null;
}

/** The registries of a run, each opened once with its log-in. */
export class Registries {
  readonly #options: RegistriesOptions;
  readonly #clients = new Map<string, RegistryClient>();
  readonly #byHost = new Map<string, RegistryClient>();

  constructor(options: RegistriesOptions) {
    this.#options = options;
  }

  /**
   * Opens the registry of the image of an instance. Nothing is asked of it; an account in a cloud is asked where nothing else
   * tells the host.
   * @throws HelixError `config` for a variable that is not set, `auth` and `unreachable` from the cloud
   */
  async open(instance: string, destination: Destination): Promise<OpenedRegistry> {
    const { access } = destination;
    const [recordedHost, ...path] = this.#options.recordedUrl(instance)?.split('/') ?? [];
    const host = destination.host ?? recordedHost ?? (await this.#findHost(instance, access.login));
    // A cloud may put a repository below a project: its record tells the whole name.
    const repository = host === recordedHost && path.length > 0 ? path.join('/') : destination.repository;
    const key = JSON.stringify([host, access.insecure, access.login]);
    const registry =
      this.#clients.get(key) ??
      new RegistryClient({ host, insecure: access.insecure }, this.#options.wire, () =>
        this.#search(instance, host, access.login),
      );
    this.#clients.set(key, registry);
    this.#byHost.set(host, registry);
    const isToBeMade = access.login.type === 'cloud' && recordedHost === undefined;
    return { registry, host, repository: await withOwner(registry, host, repository), isToBeMade };
  }

  /** Opens a registry with the log-in that its service has given for it. Nothing is asked of it. */
  openGiven({ host, repository, login, source }: PushTarget): OpenedRegistry {
    const search = { found: { login, source }, notes: [] };
    const registry = new RegistryClient({ host, insecure: false }, this.#options.wire, () =>
      Promise.resolve(search),
    );
    return { registry, host, repository };
  }

  /** Finds the log-in of the registry of any image: that of a registry that is open, else one that this host knows. */
  async findLogin(reference: string): Promise<RegistryLogin | null> {
    const client = this.#byHost.get(registryHostOf(reference));
    const found = client === undefined ? null : await client.login();
    return found?.login ?? findRegistryLogin(reference, this.#options.host);
  }

  /**
   * Finds the digest that the name of any image leads to; null where there is none, or where its registry does not tell soon:
   * nothing depends on it.
   */
  async findBaseDigest(reference: string): Promise<string | null> {
    const host = registryHostOf(reference);
    const { repository, tag } = partsOf(withTag(reference));
    const path = host === DOCKER_HUB ? hubPath(repository) : repository.slice(host.length + 1);
    const wire = { ...this.#options.wire, retry: SOON };
    const client = new RegistryClient({ host, insecure: false }, wire, async () => {
      const login = await this.findLogin(reference);
      return { found: login && { login, source: 'the log-in of its base image' }, notes: [] };
    });
    try {
      return await client.findDigest(path, tag);
    } catch (error) {
      if (error instanceof HelixError) return null;
      throw error;
    }
  }

  async #findHost(instance: string, login: LoginSource): Promise<string> {
    const host = regionalHost(login) ?? (await this.#askCloud(login, null))?.host ?? null;
    if (host !== null) return host;
    throw new HelixError('failed', `The registry of image.${instance} is not known yet.`, {
      hint: `Apply \`registry_repo.${instance}\` first.`,
    });
  }

  async #search(instance: string, host: string, login: LoginSource): Promise<LoginSearch> {
    if (login.type === 'table') {
      const { username, password } = login;
      const values = resolvedEnvVars({ username, password }, this.#options.sources, `image.${instance}`);
      return { found: tableLogin(instance, values), notes: [] };
    }
    const found = await this.#askCloud(login, host);
    return found === null ? searchLogin(host, this.#options.host) : { found, notes: [] };
  }

  /** Gets the log-in of a registry from the cloud or the account that signs in; null where there is none that gives any. */
  async #askCloud(login: LoginSource, host: string | null): Promise<CloudLogin | null> {
    return login.type === 'cloud' || login.type === 'account'
      ? findCloudLogin(login, host, this.#options)
      : null;
  }
}

function tableLogin(instance: string, { username = '', password = '' }: Record<string, string>): FoundLogin {
  return { login: { username, password }, source: `\`auth\` of ${instance} in helix.toml` };
}

/** The limits of a question that may stay without an answer. */
const SOON = { attempts: 1, totalMs: 5000, timeoutMs: 5000 };

/** Returns the path of an image of Docker Hub, which keeps those without an owner under `library`. */
function hubPath(repository: string): string {
  const path = repository.replace(/^docker\.io\//, '');
  return path.includes('/') ? path : `library/${path}`;
}

/** On Docker Hub a name without an owner is the user's. */
async function withOwner(registry: RegistryClient, host: string, repository: string): Promise<string> {
  if (host !== DOCKER_HUB || repository.includes('/')) return repository;
  const found = await registry.login();
  return found !== null && 'username' in found.login ? `${found.login.username}/${repository}` : repository;
}

import { HelixError } from '../../../errors';
import { digestOfBytes } from './exchange';
import type { Answer, Wire } from './exchange';
import type { FoundLogin, LoginSearch } from '../connection/registry-login';
import { imageConfigIn, MANIFEST_TYPES, manifestIn } from './manifest';
import type { ImageConfig, Manifest } from './manifest';
import type { Registry, RegistryImage } from './registry';
import type { RegistryAddress } from './registry-address';
import { PING, RegistryRequests } from './registry-requests';
import { RepositoryRequests, scopeOf } from './repository-requests';

interface ReadManifest {
  readonly digest: string;
  readonly manifest: Manifest;
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** One registry, by the protocol that all of them speak (OCI distribution, Docker's registry v2). */
export class RegistryClient implements Registry {
  readonly #requests: RegistryRequests;
  readonly #repositories: RepositoryRequests;

  /** `findLogin` is called again when a log-in no longer works. */
  constructor(registry: RegistryAddress, wire: Wire, findLogin: () => Promise<LoginSearch>) {
    this.#requests = new RegistryRequests(registry, wire, findLogin);
    this.#repositories = new RepositoryRequests(this.#requests);
  }

  /** The log-in that this client signs in with; null: none. */
  async login(): Promise<FoundLogin | null> {
    return (await this.#requests.search()).found;
  }

  /** Forgets a log-in that was refused: the next request finds it anew. */
  forget(): void {
    this.#requests.forget();
  }

  /**
   * Asks whether a registry answers, and whether it takes the log-in.
   * @throws HelixError `auth` or `unreachable`
   */
  async ping(): Promise<void> {
    const answer = await this.#requests.send(PING);
    const hint = 'It may not be a registry: check its name and its port.';
    if (answer.status !== 200) throw this.#repositories.unexpected(answer, 'GET /v2/', hint);
    // A proxy that wants somebody to sign in, or the page of another server.
    if (answer.headers.get('content-type')?.startsWith('text/html') === true) {
      throw new HelixError(
        'unreachable',
        `${this.#requests.registry.host} answered GET /v2/ with a web page.`,
        {
          hint,
        },
      );
    }
  }

  /**
   * Checks before a build that its image can be pushed, by an upload that is opened and cancelled. `missing`: there is no such
   * repository, and this registry makes none with a push.
   * @throws HelixError `auth` when the log-in may not push, `unreachable`
   */
  async checkPush(repository: string): Promise<'allowed' | 'missing'> {
    const path = `/v2/${repository}/blobs/uploads/`;
    const answer = await this.#repositories.send('POST', path, repository, 'pull,push');
    if (answer.status === 404) return 'missing';
    if (answer.status !== 202)
      throw this.#repositories.unexpected(answer, `POST ${path}`, 'Check its configuration.');
    const location = await this.#requests.findOwnPath(answer.headers.get('location') ?? '');
    // Registries forget an upload that stays open, and some cannot cancel one.
    if (location !== null)
      await this.#repositories.send('DELETE', location, repository, 'pull,push').catch(() => undefined);
    this.#repositories.notePushable(repository);
    return 'allowed';
  }

  /** Returns the digest of a tag or a digest; null where there is no such manifest. */
  async findDigest(repository: string, reference: string): Promise<string | null> {
    const path = manifestPath(repository, reference);
    const answer = await this.#repositories.send('HEAD', path, repository, 'pull', ACCEPT);
    if (answer.status === 404) return null;
    if (answer.status !== 200) throw this.#repositories.unexpected(answer, `HEAD ${path}`);
    const digest = answer.headers.get('docker-content-digest');
    // Some registries do not say it: then it is computed.
    return digest ?? (await this.#readManifest(repository, reference))?.digest ?? null;
  }

  /**
   * Reads an image; null where there is none, or where something that it names is gone.
   * @throws HelixError `failed` for one that is damaged
   */
  async findImage(repository: string, reference: string): Promise<RegistryImage | null> {
    const found = await this.#readManifest(repository, reference);
    if (found === null) return null;
    const { digest, manifest } = found;
    if (manifest.type === 'image') {
      const config = await this.#findImageConfig(repository, manifest.config);
      return config && { digest, sizeBytes: manifest.sizeBytes, ...config, children: [] };
    }
    const others = manifest.children.filter(({ platform }) => platform === null);
    const there = await Promise.all(others.map((child) => this.findDigest(repository, child.digest)));
    const children = manifest.children.filter(({ platform }) => platform !== null);
    const images = await Promise.all(children.map((child) => this.findImage(repository, child.digest)));
    if (there.includes(null) || images.includes(null)) return null;
    const sizeBytes = images.reduce((sum, image) => sum + (image?.sizeBytes ?? 0), 0);
    const { labels = {}, createdAt = null } = images[0] ?? {};
    return { digest, sizeBytes, labels, createdAt, children: manifest.children.map((child) => child.digest) };
  }

  /** Reads the configurations of an image: platform -> text, `''` for an image of one. Parts that are gone are left out. */
  async readConfigs(repository: string, digest: string): Promise<ReadonlyMap<string, string>> {
    const manifest = (await this.#readManifest(repository, digest))?.manifest;
    if (manifest === undefined) return new Map();
    if (manifest.type === 'image') {
      const config = await this.#findConfig(repository, manifest.config);
      return new Map(config === null ? [] : [['', config]]);
    }
    const configs = new Map<string, string>();
    for (const { digest: child, platform } of manifest.children) {
      if (platform === null) continue;
      const config = (await this.readConfigs(repository, child)).get('');
      if (config !== undefined) configs.set(platform, config);
    }
    return configs;
  }

  /** Gives an image, named by its digest, another tag, which may be that of another image before. */
  async tagImage(repository: string, digest: string, tag: string): Promise<void> {
    const found = await this.#readManifest(repository, digest);
    if (found === null) throw this.#repositories.damaged(`the manifest ${digest} of ${repository} is gone`);
    const path = manifestPath(repository, tag);
    const scope = scopeOf(repository, 'pull,push');
    const { bytes: body, contentType } = found;
    const headers = { 'content-type': contentType };
    const answer = await this.#repositories.sendAllowed(
      { method: 'PUT', path, scope, headers, body },
      repository,
      'pull,push',
    );
    if (answer.status < 200 || answer.status >= 300)
      throw this.#repositories.unexpected(answer, `PUT ${path}`);
  }

  /** Returns the tags of a repository, a page after the other; none for a repository that is not there. */
  async readTags(repository: string): Promise<readonly string[]> {
    const tags = new Set<string>();
    let path: string | null = `/v2/${repository}/tags/list`;
    while (path !== null) {
      const answer: Answer = await this.#repositories.send('GET', path, repository, 'pull');
      if (answer.status === 404) break;
      if (answer.status !== 200) throw this.#repositories.unexpected(answer, `GET ${path}`);
      const before = tags.size;
      for (const tag of tagsIn(answer)) tags.add(tag);
      const next = /<([^>]+)>\s*;\s*rel="?next"?/i.exec(answer.headers.get('link') ?? '')?.[1];
      // A page that brings nothing new has no last one after it.
      path = next === undefined || tags.size === before ? null : await this.#requests.findOwnPath(next);
    }
    return [...tags];
  }

  /** Deletes a manifest with all its tags. Returns false where the registry deletes nothing. */
  async deleteManifest(repository: string, digest: string): Promise<boolean> {
    const path = manifestPath(repository, digest);
    const answer = await this.#repositories.send('DELETE', path, repository, 'delete');
    if (answer.status === 405) return false;
    if (answer.status === 404 || (answer.status >= 200 && answer.status < 300)) return true;
    throw this.#repositories.unexpected(answer, `DELETE ${path}`);
  }

  async #readManifest(repository: string, reference: string): Promise<ReadManifest | null> {
    const path = manifestPath(repository, reference);
    const request = {
      method: 'GET' as const,
      path,
      scope: this.#repositories.readScope(repository),
      headers: ACCEPT,
    };
    const answer = await this.#requests.follow(
      await this.#repositories.sendAllowed(request, repository, 'pull'),
      request,
    );
    if (answer.status === 404) return null;
    if (answer.status !== 200) throw this.#repositories.unexpected(answer, `GET ${path}`);
    const digest = this.#verifiedDigest(answer, reference, `${repository}:${reference}`);
    const manifest = manifestIn(answer.bytes.toString('utf8'));
    const contentType = answer.headers.get('content-type') ?? MANIFEST_TYPES[1] ?? '';
    if (manifest !== null) return { digest, manifest, bytes: answer.bytes, contentType };
    throw this.#repositories.damaged(`the manifest of ${repository}:${reference} is of an unknown form`);
  }

  async #findImageConfig(repository: string, config: string): Promise<ImageConfig | null> {
    const text = await this.#findConfig(repository, config);
    if (text === null) return null;
    const found = imageConfigIn(text);
    if (found !== null) return found;
    throw this.#repositories.damaged(`the configuration of an image of ${repository} is not JSON`);
  }

  async #findConfig(repository: string, config: string): Promise<string | null> {
    const path = `/v2/${repository}/blobs/${config}`;
    const request = { method: 'GET' as const, path, scope: this.#repositories.readScope(repository) };
    const answer = await this.#requests.follow(
      await this.#repositories.sendAllowed(request, repository, 'pull'),
      request,
    );
    if (answer.status === 404) return null;
    if (answer.status !== 200) throw this.#repositories.unexpected(answer, `GET ${path}`);
    this.#verifiedDigest(answer, config, `the configuration of an image of ${repository}`);
    return answer.bytes.toString('utf8');
  }

  /** Computes the digest of an answer; it must be that of its name, if that is one, and that of its header. */
  #verifiedDigest({ bytes, headers }: Answer, reference: string, name: string): string {
    const digest = digestOfBytes(bytes);
    const claimed = [
      reference.startsWith('sha256:') ? reference : null,
      headers.get('docker-content-digest'),
    ];
    if (claimed.every((one) => one === null || one === digest || !one.startsWith('sha256:'))) return digest;
    throw this.#repositories.damaged(`the content of ${name} is not that of its digest`);
  }
}

const ACCEPT = { accept: MANIFEST_TYPES.join(', ') };

function manifestPath(repository: string, reference: string): string {
  return `/v2/${repository}/manifests/${reference}`;
}

function tagsIn({ bytes }: Answer): readonly string[] {
  try {
    const { tags } = JSON.parse(bytes.toString('utf8')) as { tags?: unknown };
    return Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : [];
  } catch {
    return [];
  }
}

import { createHash } from 'node:crypto';
import type { Clock } from '../../../../ports/clock';

export const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** How a stand-in asks for log-ins. */
export interface StandInOptions {
  readonly access?: 'open' | 'basic' | 'token';
  readonly clock?: Clock;
  /** The life of a token, in seconds. */
  readonly tokenLifeS?: number;
  readonly realm?: string;
  /** Scopes that no token gets. */
  readonly withheld?: readonly string[];
}

type Handler = (request: Request, url: URL) => Response | null;

/** A registry in this process, at the level of requests. It can do what no real one does on command. */
export class RegistryStandIn {
  /** `GET /v2/`, in the order in which they came. */
  readonly requests: string[] = [];
  /** The headers `authorization` of all requests. */
  readonly credentials: (string | null)[] = [];
  readonly tags = new Map<string, string>();
  readonly manifests = new Map<string, string>();
  readonly blobs = new Map<string, string>();
  readonly openUploads = new Set<string>();
  /** Asked first; null: the registry answers as usual. */
  override: Handler = () => null;
  #body = '';
  user = 'ada';
  password = 'planted-password';
  readonly #options: StandInOptions;
  readonly #tokens = new Map<string, { readonly scope: string; readonly untilMs: number }>();

  constructor(options: StandInOptions = {}) {
    this.#options = options;
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    this.#body = await request.text();
    this.requests.push(`${request.method} ${url.pathname}`);
    this.credentials.push(request.headers.get('authorization'));
    return this.override(request, url) ?? this.#answer(request, url);
  };

  /** Stores an image with these labels under a tag; returns its digest. */
  addImage(repository: string, tag: string | null, labels: Readonly<Record<string, string>> = {}): string {
    const config = JSON.stringify({ config: { Labels: labels } });
    this.blobs.set(digestOf(config), config);
    const manifest = JSON.stringify({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { digest: digestOf(config), size: config.length },
      layers: [{ digest: digestOf('layer'), size: 1000 }],
    });
    return this.addManifest(repository, tag, manifest);
  }

  addManifest(repository: string, tag: string | null, text: string): string {
    const digest = digestOf(text);
    this.manifests.set(`${repository}@${digest}`, text);
    if (tag !== null) this.tags.set(`${repository}:${tag}`, digest);
    return digest;
  }

  #answer(request: Request, url: URL): Response {
    if (url.pathname === '/token') return this.#giveToken(request, url);
    const refusal = this.#refusal(request, url);
    if (refusal !== null) return refusal;
    if (url.pathname === '/v2/') return Response.json({});
    const [, repository = '', what, name = ''] =
      /^\/v2\/(.+?)\/(manifests|blobs|tags)\/(.*)$/.exec(url.pathname) ?? [];
    if (what === 'manifests') return this.#manifest(request.method, repository, name);
    if (what === 'tags') return Response.json({ tags: this.#tagsOf(repository) });
    if (name.startsWith('uploads/')) return this.#upload(request.method, repository, name);
    const blob = this.blobs.get(name);
    return blob === undefined ? missing('BLOB_UNKNOWN') : new Response(blob);
  }

  #manifest(method: string, repository: string, reference: string): Response {
    if (method === 'PUT') {
      this.addManifest(repository, reference, this.#body);
      return new Response(null, { status: 201 });
    }
    const digest = this.tags.get(`${repository}:${reference}`) ?? reference;
    const text = this.manifests.get(`${repository}@${digest}`);
    if (text === undefined) return missing('MANIFEST_UNKNOWN');
    if (method === 'DELETE') {
      this.manifests.delete(`${repository}@${digest}`);
      for (const [tag, of] of this.tags) if (of === digest) this.tags.delete(tag);
      return new Response(null, { status: 202 });
    }
    return new Response(method === 'HEAD' ? null : text, { headers: { 'docker-content-digest': digest } });
  }

  #tagsOf(repository: string): readonly string[] {
    const start = `${repository}:`;
    return [...this.tags.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  }

  #upload(method: string, repository: string, name: string): Response {
    if (method === 'DELETE') {
      this.openUploads.delete(name);
      return new Response(null, { status: 204 });
    }
    const upload = `uploads/${this.openUploads.size + 1}`;
    this.openUploads.add(upload);
    return new Response(null, { status: 202, headers: { location: `/v2/${repository}/blobs/${upload}` } });
  }

  #refusal(request: Request, url: URL): Response | null {
    const { access = 'open', clock, realm = `${url.origin}/token` } = this.#options;
    const header = request.headers.get('authorization') ?? '';
    if (access === 'open') return null;
    if (access === 'basic') {
      return header === this.#basic ? null : unauthorized('Basic realm="test"');
    }
    const token = this.#tokens.get(header.replace(/^Bearer /, ''));
    const isFresh = token !== undefined && (clock?.monotonicMs() ?? 0) < token.untilMs;
    return isFresh
      ? null
      : unauthorized(`Bearer realm="${realm}",service="stand-in",scope="repository:x:pull"`);
  }

  #giveToken(request: Request, url: URL): Response {
    const { clock, tokenLifeS = 60, withheld = [] } = this.#options;
    if (request.headers.get('authorization') !== this.#basic) {
      return Response.json({ details: `incorrect username or password ${this.#basic}` }, { status: 401 });
    }
    const scope = url.searchParams.get('scope') ?? '';
    if (withheld.includes(scope)) return Response.json({ details: 'not for you' }, { status: 403 });
    const token = `token-${this.#tokens.size + 1}`;
    this.#tokens.set(token, { scope, untilMs: (clock?.monotonicMs() ?? 0) + tokenLifeS * 1000 });
    return Response.json({ token, expires_in: tokenLifeS });
  }

  get #basic(): string {
    return `Basic ${Buffer.from(`${this.user}:${this.password}`).toString('base64')}`;
  }
}

function missing(code: string): Response {
  return Response.json({ errors: [{ code, message: 'unknown' }] }, { status: 404 });
}

function unauthorized(challenge: string): Response {
  const errors = [{ code: 'UNAUTHORIZED', message: 'authentication required' }];
  return Response.json({ errors }, { status: 401, headers: { 'www-authenticate': challenge } });
}

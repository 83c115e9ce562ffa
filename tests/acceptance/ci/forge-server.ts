import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Note {
  readonly id: number;
  readonly user: string;
  body: string;
}

/** A failure that the server answers with instead, `times` times. */
interface Failure {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  times: number;
}

interface Reply {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const FORBIDDEN: Reply = { status: 403, body: { message: 'Resource not accessible by integration' } };
const MISSING: Reply = { status: 404, body: { message: 'Not Found' } };

/** GitHub takes no longer comment. */
const LONGEST = 65_536;
const TOKEN = 'token-of-the-job';

/**
 * The parts of GitHub's and of GitLab's API that comments need, with their pages, limits and refusals: for the pull
 * request 7 of acme/shop, and for the merge request 7 of project 42.
 */
export class ForgeServer {
  readonly token = TOKEN;
  /** The user of the token. */
  readonly user = 'github-actions[bot]';
  /** Oldest first. */
  readonly notes: Note[] = [];
  readonly hidden: string[] = [];
  /** `POST /repos/acme/shop/issues/7/comments` */
  readonly requests: string[] = [];
  /** Whether the token may only read, as that of a run from a fork. */
  readOnly = false;
  failure: Failure | null = null;
  #made = 0;
  readonly #server = createServer((request, response) => {
    void this.#answer(request, response);
  });

  static async start(): Promise<ForgeServer> {
    const forge = new ForgeServer();
    await new Promise<void>((resolve) => forge.#server.listen(0, '127.0.0.1', resolve));
    return forge;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The bodies of the comments that the token wrote. */
  get bodies(): readonly string[] {
    return this.notes.filter(({ user }) => user === this.user).map(({ body }) => body);
  }

  /** Forgets all that was written and asked. */
  reset(): void {
    this.notes.length = 0;
    this.hidden.length = 0;
    this.requests.length = 0;
    this.readOnly = false;
    this.failure = null;
  }

  write(user: string, body: string): Note {
    this.#made += 1;
    const note = { id: this.#made, user, body };
    this.notes.push(note);
    return note;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await text(request);
    const { status, body = null, headers = {} } = this.#reply(request, sent);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body === null ? undefined : JSON.stringify(body));
  }

  #reply({ method = '', url = '', headers }: IncomingMessage, sent: string): Reply {
    const { pathname, searchParams } = new URL(url, this.url);
    this.requests.push(`${method} ${pathname}`);
    if (headers.authorization !== `Bearer ${TOKEN}` && headers['private-token'] !== TOKEN)
      return { status: 401, body: { message: 'Bad credentials' } };
    if (this.failure !== null && this.failure.times > 0) {
      this.failure.times -= 1;
      const { status, headers: more = {} } = this.failure;
      return { status, body: { message: 'Try again' }, headers: more };
    }
    const body = sent === '' ? {} : (JSON.parse(sent) as Record<string, unknown>);
    if (pathname === '/graphql') return { status: 200, body: this.#graphql(body) };
    if (pathname === '/user')
      return headers['private-token'] === TOKEN ? { status: 200, body: { username: this.user } } : FORBIDDEN;
    const isGitLab = pathname.startsWith('/projects/42/merge_requests/7/notes');
    if (!isGitLab && !/^\/repos\/acme\/shop\/issues\/(7\/)?comments/.test(pathname)) return MISSING;
    const show = (note: Note) => (isGitLab ? gitlabNote(note) : githubComment(note, this.url));
    if (method === 'GET') return this.#page(pathname, searchParams, show);
    if (this.readOnly) return FORBIDDEN;
    const content = typeof body['body'] === 'string' ? body['body'] : '';
    if (content.length > LONGEST)
      return { status: 422, body: { message: 'body is too long (maximum is 65536 characters)' } };
    if (method === 'POST') return { status: 201, body: show(this.write(this.user, content)) };
    const id = Number(/\/(?:comments|notes)\/(\d+)$/.exec(pathname)?.[1]);
    const note = this.notes.find((one) => one.id === id && one.user === this.user);
    if (note === undefined) return MISSING;
    if (method === 'DELETE') {
      this.notes.splice(this.notes.indexOf(note), 1);
      return { status: 204 };
    }
    note.body = content;
    return { status: 200, body: show(note) };
  }

  #page(pathname: string, query: URLSearchParams, show: (note: Note) => object): Reply {
    const size = Number(query.get('per_page') ?? 30);
    const page = Number(query.get('page') ?? 1);
    const body = this.notes.slice((page - 1) * size, page * size).map(show);
    if (page * size >= this.notes.length) return { status: 200, body };
    const first = `<${this.url}${pathname}?page=1>; rel="first"`;
    const next = `<${this.url}${pathname}?per_page=${size}&page=${page + 1}>; rel="next"`;
    return { status: 200, body, headers: { link: `${first}, ${next}` } };
  }

  #graphql({ query, variables }: Record<string, unknown>): object {
    if (!String(query).startsWith('mutation')) return { data: { viewer: { login: 'github-actions' } } };
    this.hidden.push((variables as { id: string }).id);
    return { data: { minimizeComment: { clientMutationId: null } } };
  }
}

function githubComment({ id, user, body }: Note, url: string): object {
  return { id, node_id: `node-${id}`, body, user: { login: user }, html_url: `${url}/comments/${id}` };
}

function gitlabNote({ id, user, body }: Note): object {
  return { id, body, author: { username: user } };
}

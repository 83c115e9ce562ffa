import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../../src/values/json';
import type { ApiDocument } from '../stand-in/api-document';
import { ForgePulls, GITLAB_REQUESTS } from './forge-pulls';
import { Refused } from '../stand-in/vendor';
import type { Answer, Call, Refusal, Vendor } from '../stand-in/vendor';

/** The operations that comments need, reduced from GitHub's own document by `reduce-github.mjs`. */
const GITHUB = JSON.parse(readFileSync(join(__dirname, 'github.json'), 'utf8')) as ApiDocument;
const GRAPHQL: ApiDocument = {
  origin: 'https://docs.github.com/graphql/guides/forming-calls-with-graphql',
  closed: false,
  operations: [{ id: 'graphql', method: 'POST', path: '/graphql', body: 'Query', answer: 'Result' }],
  schemas: {
    Query: {
      type: 'object',
      properties: { query: { type: 'string' }, variables: { type: 'object' } },
      required: ['query'],
      additionalProperties: false,
    },
    Result: { type: 'object', properties: { data: {}, errors: { type: 'array' } } },
  },
};
const NOTES = '/projects/{id}/merge_requests/{iid}/notes';
const GITLAB: ApiDocument = {
  origin: 'https://docs.gitlab.com/api/notes/ and https://docs.gitlab.com/api/users/',
  closed: true,
  operations: [
    { id: 'user', method: 'GET', path: '/user', answer: 'User' },
    {
      id: 'notes.list',
      method: 'GET',
      path: NOTES,
      query: {
        per_page: { type: 'integer' },
        page: { type: 'integer' },
        sort: { type: 'string' },
        order_by: { type: 'string' },
      },
      answer: 'Notes',
    },
    { id: 'notes.create', method: 'POST', path: NOTES, body: 'NewNote', answer: 'Note' },
    { id: 'notes.edit', method: 'PUT', path: `${NOTES}/{note}`, body: 'NewNote', answer: 'Note' },
    { id: 'notes.delete', method: 'DELETE', path: `${NOTES}/{note}` },
  ],
  schemas: {
    User: { type: 'object', properties: { username: { type: 'string' } }, required: ['username'] },
    NewNote: { type: 'object', properties: { body: { type: 'string' } }, required: ['body'] },
    Note: {
      type: 'object',
      properties: { id: { type: 'integer' }, body: { type: 'string' }, author: { $ref: '#/$defs/User' } },
      required: ['id', 'body', 'author'],
    },
    Notes: { type: 'array', items: { $ref: '#/$defs/Note' } },
  },
};

/** A comment or a note. */
export interface Note {
  readonly id: number;
  readonly user: string;
  /** The number of its pull request. */
  readonly on: number;
  body: string;
}

/** GitHub takes no longer comment. */
const LONGEST = 65_536;

/** GitHub and GitLab, as far as comments and previews need them: the pull requests of acme/shop, the merge requests of project 42. */
export class ForgeVendor implements Vendor {
  readonly token = 'token-of-the-job';
  /** The user of the token. */
  readonly user = 'github-actions[bot]';
  /** Oldest first. */
  readonly notes: Note[] = [];
  readonly hidden: string[] = [];
  readonly pulls = new ForgePulls();
  /** Whether the token may only read, as that of a run from a fork. */
  readOnly = false;
  /** The address that links to further pages name. */
  url = '';
  #made = 0;

  readonly documents = [GITHUB, GRAPHQL, GITLAB, GITLAB_REQUESTS];

  readonly handlers: Vendor['handlers'] = {
    'issues/list-comments': (call) => this.#list(call, (note) => this.#comment(note)),
    'issues/create-comment': (call) => this.#create(call, (note) => this.#comment(note)),
    'issues/update-comment': (call) =>
      this.#edit(call, call.params['comment_id'], (note) => this.#comment(note)),
    'issues/delete-comment': (call) => this.#delete(call, call.params['comment_id']),
    ...this.pulls.handlers,
    graphql: ({ body }) => ({
      status: 200,
      body: this.#graphql(body as { query: string; variables?: { id: string } }),
    }),
    user: ({ headers }) =>
      headers.has('private-token')
        ? { status: 200, body: { username: this.user } }
        : error(403, 'Resource not accessible by integration'),
    'notes.list': (call) => this.#list(call, noteOf),
    'notes.create': (call) => this.#create(call, noteOf),
    'notes.edit': (call) => this.#edit(call, call.params['note'], noteOf),
    'notes.delete': (call) => this.#delete(call, call.params['note']),
  };

  guard: Vendor['guard'] = ({ headers }) =>
    headers.get('authorization') === `Bearer ${this.token}` || headers.get('private-token') === this.token
      ? null
      : error(401, 'Bad credentials');

  refuse(refusal: Refusal): Answer {
    if (refusal.kind === 'unknown') return error(404, 'Not Found');
    if (refusal.kind === 'invalid') return error(422, 'Validation Failed');
    const { status } = refusal;
    return { ...error(status, 'Try again'), headers: status === 429 ? { 'retry-after': '7' } : {} };
  }

  /** Writes a comment as somebody would in the browser. */
  write(user: string, body: string, on = 7): Note {
    this.#made += 1;
    const note = { id: this.#made, user, on, body };
    this.notes.push(note);
    return note;
  }

  /** Pages as GitHub and GitLab number them, with the address of the next one in a Link header. */
  #list(call: Call, show: (note: Note) => Json): Answer {
    this.#assertKnown(call);
    const { query, path } = call;
    const size = Math.min(Number(query.get('per_page') ?? 30), 100);
    const page = Number(query.get('page') ?? 1);
    const notes = this.notes.filter(({ on }) => on === discussionOf(call));
    const body = notes.slice((page - 1) * size, page * size).map(show);
    if (page * size >= notes.length) return { status: 200, body };
    const first = `<${this.url}${path}?page=1>; rel="first"`;
    const next = `<${this.url}${path}?per_page=${size}&page=${page + 1}>; rel="next"`;
    return { status: 200, body, headers: { link: `${first}, ${next}` } };
  }

  #create(call: Call, show: (note: Note) => Json): Answer {
    if (call.failure === 'secondary rate limit')
      throw new Refused({ ...error(403, call.failure), headers: { 'retry-after': '7' } });
    return { status: 201, body: show(this.write(this.user, this.#written(call), discussionOf(call))) };
  }

  #edit(call: Call, id: string | undefined, show: (note: Note) => Json): Answer {
    const body = this.#written(call);
    const note = this.#own(id);
    note.body = body;
    return { status: 200, body: show(note) };
  }

  #delete(call: Call, id: string | undefined): Answer {
    this.#assertWritable(call);
    this.notes.splice(this.notes.indexOf(this.#own(id)), 1);
    return { status: 204 };
  }

  #own(id: string | undefined): Note {
    const note = this.notes.find((one) => `${one.id}` === id && one.user === this.user);
    if (note === undefined) throw new Refused(error(404, 'Not Found'));
    return note;
  }

  #written(call: Call): string {
    this.#assertWritable(call);
    const { body } = call.body as { body: string };
    if (body.length <= LONGEST) return body;
    const message = `body is too long (maximum is ${LONGEST} characters)`;
    throw new Refused(error(422, `Validation Failed: ${message}`));
  }

  #assertWritable(call: Call): void {
    this.#assertKnown(call);
    if (this.readOnly) throw new Refused(error(403, 'Resource not accessible by integration'));
  }

  #assertKnown({ params }: Call): void {
    const { owner = 'acme', repo = 'shop', id = '42' } = params;
    const isThere = this.pulls.pulls.has(discussionOf({ params }));
    if ([owner, repo, id].join(' ') !== 'acme shop 42' || !isThere)
      throw new Refused(error(404, 'Not Found'));
  }

  #graphql({
    query,
    variables,
  }: {
    readonly query: string;
    readonly variables?: { readonly id: string };
  }): Json {
    if (query === '{ viewer { login } }') return { data: { viewer: { login: 'github-actions' } } };
    if (!query.startsWith('mutation($id: ID!) { minimizeComment('))
      return { errors: [{ message: `no such query: ${query}` }] };
    this.hidden.push(variables?.id ?? '');
    return { data: { minimizeComment: { clientMutationId: null } } };
  }

  /** A comment with all that GitHub's document requires of one. */
  #comment({ id, user, body }: Note): Json {
    const time = '2026-11-18T09:40:00Z';
    return {
      id,
      node_id: `node-${id}`,
      url: `${this.url}/repos/acme/shop/issues/comments/${id}`,
      html_url: `${this.url}/comments/${id}`,
      issue_url: `${this.url}/repos/acme/shop/issues/7`,
      body,
      user: userOf(user, this.url),
      created_at: time,
      updated_at: time,
    };
  }
}

/** Returns the number of the pull or merge request that a request is about. */
function discussionOf({ params }: Pick<Call, 'params'>): number {
  return Number(params['issue_number'] ?? params['iid'] ?? 7);
}

function error(status: number, message: string): Answer {
  return {
    status,
    body: { message, documentation_url: 'https://docs.github.com/rest', status: `${status}` },
  };
}

/** The addresses of a user that GitHub's document requires. */
const ADDRESSES = [
  'followers',
  'following',
  'gists',
  'starred',
  'subscriptions',
  'organizations',
  'repos',
  'events',
];

function userOf(login: string, url: string): Json {
  const own = `${url}/users/${login}`;
  return {
    login,
    id: 1,
    node_id: 'user-1',
    avatar_url: `${own}/avatar`,
    gravatar_id: null,
    url: own,
    html_url: own,
    received_events_url: `${own}/received_events`,
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
    ...Object.fromEntries(ADDRESSES.map((name) => [`${name}_url`, `${own}/${name}`])),
  };
}

function noteOf({ id, user, body }: Note): Json {
  return { id, body, author: { username: user } };
}

import { Refused } from '../stand-in/vendor';
import type { Answer, Call, Vendor } from '../stand-in/vendor';
import type { ApiDocument } from '../stand-in/api-document';
import type { Json } from '../../../src/values/json';

/** A pull or merge request. */
export interface Pull {
  readonly number: number;
  title: string;
  isOpen: boolean;
  author: string;
  isFork: boolean;
  labels: string[];
  head: string;
}

/** A deployment of GitHub, or an environment of GitLab. */
export interface Shown {
  readonly id: number;
  readonly environment: string;
  url: string | null;
  state: string;
}

const REQUEST = '/projects/{id}/merge_requests/{iid}';
const ENVIRONMENTS = '/projects/{id}/environments';
export const GITLAB_REQUESTS: ApiDocument = {
  origin: 'https://docs.gitlab.com/api/merge_requests/ and https://docs.gitlab.com/api/environments/',
  closed: true,
  operations: [
    { id: 'requests.get', method: 'GET', path: REQUEST, answer: 'MergeRequest' },
    {
      id: 'environments.list',
      method: 'GET',
      path: ENVIRONMENTS,
      query: { name: { type: 'string' } },
      answer: 'Environments',
    },
    {
      id: 'environments.create',
      method: 'POST',
      path: ENVIRONMENTS,
      body: 'NewEnvironment',
      answer: 'Environment',
    },
    {
      id: 'environments.edit',
      method: 'PUT',
      path: `${ENVIRONMENTS}/{environment}`,
      body: 'Address',
      answer: 'Environment',
    },
    {
      id: 'environments.stop',
      method: 'POST',
      path: `${ENVIRONMENTS}/{environment}/stop`,
      body: 'Stop',
      answer: 'Environment',
    },
  ],
  schemas: {
    MergeRequest: {
      type: 'object',
      properties: {
        iid: { type: 'integer' },
        title: { type: 'string' },
        state: { type: 'string', enum: ['opened', 'closed', 'merged', 'locked'] },
        author: { type: 'object', properties: { username: { type: 'string' } }, required: ['username'] },
        labels: { type: 'array', items: { type: 'string' } },
        source_project_id: { type: ['integer', 'null'] },
        target_project_id: { type: 'integer' },
        sha: { type: ['string', 'null'] },
      },
      required: ['iid', 'title', 'state', 'author', 'labels', 'target_project_id', 'sha'],
    },
    Environment: {
      type: 'object',
      properties: {
        id: { type: 'integer' },
        name: { type: 'string' },
        state: { type: 'string' },
        external_url: { type: ['string', 'null'] },
      },
      required: ['id', 'name', 'state'],
    },
    Environments: { type: 'array', items: { $ref: '#/$defs/Environment' } },
    NewEnvironment: {
      type: 'object',
      properties: { name: { type: 'string' }, external_url: { type: 'string' } },
      required: ['name'],
    },
    Address: { type: 'object', properties: { external_url: { type: 'string' } } },
    Stop: { type: 'object', properties: { force: { type: 'boolean' } } },
  },
};

/** The pull requests of a forge, and its deployments. Number 7 is open from the start. */
export class ForgePulls {
  readonly pulls = new Map<number, Pull>();
  readonly shown: Shown[] = [];
  /** Whether the token may not show deployments. */
  refusesDeployments = false;
  #made = 0;

  constructor() {
    this.reset();
  }

  reset(): void {
    this.pulls.clear();
    this.shown.length = 0;
    this.refusesDeployments = false;
    this.open(7);
  }

  /** Opens a pull request of a person, or one that was closed. */
  open(number: number, more: Partial<Pull> = {}): Pull {
    const known = this.pulls.get(number);
    const pull: Pull = {
      number,
      title: `Change ${number}`,
      author: 'ada',
      isFork: false,
      labels: [],
      head: 'c0ffee',
      ...known,
      ...more,
      isOpen: true,
    };
    this.pulls.set(number, pull);
    return pull;
  }

  close(number: number): void {
    this.#pull(number).isOpen = false;
  }

  readonly handlers: Vendor['handlers'] = {
    'pulls/get': ({ params }) => {
      const { number, title, isOpen, author, isFork, labels, head } = this.#pull(
        Number(params['pull_number']),
      );
      const user = { login: author, type: author.endsWith('[bot]') ? 'Bot' : 'User' };
      const base = { ref: 'main', sha: 'ba5e', user, repo: { full_name: 'acme/shop' } };
      const body = {
        number,
        title,
        state: isOpen ? 'open' : 'closed',
        user,
        labels: labels.map((name, id) => ({
          id,
          node_id: `label-${id}`,
          url: 'https://forge/labels',
          name,
          description: null,
          color: 'ffffff',
          default: false,
        })),
        head: { ref: 'feature', sha: head, user, repo: { full_name: isFork ? 'bob/shop' : 'acme/shop' } },
        base,
      };
      return { status: 200, body };
    },
    'requests.get': ({ params }) => {
      const { number, title, isOpen, author, isFork, labels, head } = this.#pull(Number(params['iid']));
      const body = {
        iid: number,
        title,
        state: isOpen ? 'opened' : 'closed',
        author: { username: author },
        labels,
        source_project_id: isFork ? 43 : 42,
        target_project_id: 42,
        sha: head,
      };
      return { status: 200, body };
    },
    'repos/list-deployments': ({ query }) => ({
      status: 200,
      body: this.shown
        .filter(({ environment }) => environment === query.get('environment'))
        .map(({ id, environment }) => ({ id, environment })),
    }),
    'repos/create-deployment': (call) => {
      this.#assertShows();
      const { environment } = call.body as { environment: string };
      const made = this.#show(environment, null);
      return { status: 201, body: { id: made.id, environment } };
    },
    'repos/create-deployment-status': (call) => {
      this.#assertShows();
      const { state, environment_url: url } = call.body as { state: string; environment_url?: string };
      const shown = this.#find(call.params['deployment_id']);
      Object.assign(shown, { state, url: url ?? shown.url });
      return { status: 201, body: { id: 1, state } };
    },
    'environments.list': ({ query }) => ({
      status: 200,
      body: this.shown.filter(({ environment }) => environment === query.get('name')).map(environmentOf),
    }),
    'environments.create': (call) => {
      const { name, external_url: url } = call.body as { name: string; external_url: string };
      return { status: 201, body: environmentOf(this.#show(name, url)) };
    },
    'environments.edit': (call) => this.#change(call, { ...(call.body as object), state: 'available' }),
    'environments.stop': (call) => this.#change(call, { state: 'stopped' }),
  };

  #change(call: Call, change: { state: string; external_url?: string }): Answer {
    const shown = this.#find(call.params['environment']);
    Object.assign(shown, { state: change.state, url: change.external_url ?? shown.url });
    return { status: 200, body: environmentOf(shown) };
  }

  #show(environment: string, url: string | null): Shown {
    this.#made += 1;
    const shown = { id: this.#made, environment, url, state: 'available' };
    this.shown.push(shown);
    return shown;
  }

  #find(id: string | undefined): Shown {
    return this.shown.find((one) => `${one.id}` === id) ?? missing();
  }

  #pull(number: number): Pull {
    return this.pulls.get(number) ?? missing();
  }

  #assertShows(): void {
    if (this.refusesDeployments)
      throw new Refused({ status: 403, body: { message: 'Resource not accessible by integration' } });
  }
}

function environmentOf({ id, environment, state, url }: Shown): Json {
  return { id, name: environment, state, external_url: url };
}

function missing(): never {
  throw new Refused({ status: 404, body: { message: 'Not Found' } });
}

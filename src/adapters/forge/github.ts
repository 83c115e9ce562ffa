import { HelixError } from '../../errors';
import type { Forge, ForgeComment } from '../../ports/forge';
import type { Json } from '../../values/json';
import { ForgeHttp } from './forge-http';
import type { ForgeHttpOptions } from './forge-http';

type Options = Pick<ForgeHttpOptions, 'fetch' | 'clock' | 'random'> & {
  /** `https://api.github.com`, or that of an own server. */
  readonly endpoint: string;
  readonly graphql: string;
  readonly token: string;
  /** `owner/name` */
  readonly repository: string;
  readonly number: number;
};

/** A comment as the REST API shows it (https://docs.github.com/rest/issues/comments). */
interface RestComment {
  readonly id: number;
  readonly node_id: string;
  readonly body?: string | null;
  readonly html_url: string;
  readonly user: { readonly login: string } | null;
}

const PERMISSION =
  'The token needs the permission `pull-requests: write`; runs of forks and of Dependabot have none that can write.';

/** The comments of a pull request on GitHub. */
export class GitHub implements Forge {
  readonly name = 'GitHub';
  readonly discussion: string;
  readonly #http: ForgeHttp;
  readonly #graphql: ForgeHttp;
  readonly #comments: string;
  readonly #thread: string;
  readonly #pull: string;

  constructor({ endpoint, graphql, token, repository, number, ...rest }: Options) {
    const common = { ...rest, name: 'GitHub', headers: githubHeaders(token), permission: PERMISSION };
    this.#http = new ForgeHttp({ ...common, endpoint });
    this.#graphql = new ForgeHttp({ ...common, endpoint: graphql });
    this.#comments = `/repos/${repository}/issues/comments`;
    this.#thread = `/repos/${repository}/issues/${number}/comments`;
    this.#pull = `/repos/${repository}/pulls/${number}`;
    this.discussion = `pull request ${number}`;
  }

  /**
   * Checks that a commit is the head of the pull request: a number that came from another run may be that of any.
   * @throws HelixError `refused`
   */
  async assertHead(commit: string | null): Promise<void> {
    const { body } = await this.#http.send('GET', this.#pull);
    const { head } = body as { readonly head?: { readonly sha?: string } };
    if (commit !== null && head?.sha === commit) return;
    throw new HelixError('refused', `${this.discussion} is not that of the run that this one follows`, {
      hint: 'Its head is another commit: a newer run comments on it, or the number is wrong.',
    });
  }

  /** The token of a job may not read /user, but it is a viewer of GraphQL. */
  async findUser(): Promise<string> {
    const { body } = await this.#graphql.send('POST', '', { query: '{ viewer { login } }' });
    const { data } = body as { readonly data?: { readonly viewer?: { readonly login?: string } } | null };
    return userOf(data?.viewer?.login ?? '');
  }

  async listComments(): Promise<readonly ForgeComment[]> {
    const found: ForgeComment[] = [];
    let next: string | null = `${this.#thread}?per_page=100`;
    while (next !== null) {
      const { body, headers } = await this.#http.send('GET', next);
      for (const one of body as unknown as readonly RestComment[]) found.push(commentOf(one));
      next = nextPage(headers);
    }
    return found;
  }

  async createComment(body: string): Promise<ForgeComment> {
    const { body: made } = await this.#http.send('POST', this.#thread, { body });
    return commentOf(made as unknown as RestComment);
  }

  async editComment(id: string, body: string): Promise<void> {
    await this.#http.send('PATCH', `${this.#comments}/${id}`, { body });
  }

  async deleteComment(id: string): Promise<void> {
    await this.#http.send('DELETE', `${this.#comments}/${id}`);
  }

  /** The text stays, without its marker: no later run takes it for its own. */
  async foldComment({ id, node, body }: ForgeComment): Promise<void> {
    await this.editComment(id, body.split('\n').slice(1).join('\n'));
    const query =
      'mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { clientMutationId } }';
    await this.#graphql.send('POST', '', { query, variables: { id: node } as Json });
  }
}

/** Returns the headers of every request to GitHub. */
export function githubHeaders(token: string): Readonly<Record<string, string>> {
  return {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    'user-agent': 'helix',
  };
}

function commentOf({ id, node_id, body, html_url, user }: RestComment): ForgeComment {
  return { id: `${id}`, author: userOf(user?.login ?? ''), body: body ?? '', url: html_url, node: node_id };
}

/** REST says `github-actions[bot]` where GraphQL may say `github-actions`. */
function userOf(login: string): string {
  return login.replace(/\[bot\]$/, '');
}

/** Returns the address after `rel="next"` of a Link header (RFC 8288). */
export function nextPage(headers: Headers): string | null {
  return /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(headers.get('link') ?? '')?.[1] ?? null;
}

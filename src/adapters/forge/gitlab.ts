import type { Forge, ForgeComment } from '../../ports/forge';
import { ForgeHttp } from './forge-http';
import type { ForgeHttpOptions } from './forge-http';
import { nextPage } from './github';

type Options = Pick<ForgeHttpOptions, 'fetch' | 'clock' | 'random'> & {
  /** `https://gitlab.com/api/v4`, or that of an own server. */
  readonly endpoint: string;
  readonly token: string;
  /** The number of the project. */
  readonly project: string;
  readonly number: number;
};

/** A note as the API shows it (https://docs.gitlab.com/api/notes/). */
interface Note {
  readonly id: number;
  readonly body: string;
  readonly author: { readonly username: string };
}

const PERMISSION =
  'The token must be a project or personal access token with the scope `api` and the role Reporter or higher.';

/** The notes of a merge request on GitLab. */
export class GitLab implements Forge {
  readonly name = 'GitLab';
  readonly discussion: string;
  readonly #http: ForgeHttp;
  readonly #notes: string;

  constructor({ endpoint, token, project, number, ...rest }: Options) {
    const headers = gitlabHeaders(token);
    this.#http = new ForgeHttp({ ...rest, endpoint, name: 'GitLab', headers, permission: PERMISSION });
    this.#notes = `/projects/${encodeURIComponent(project)}/merge_requests/${number}/notes`;
    this.discussion = `merge request ${number}`;
  }

  async findUser(): Promise<string> {
    const { body } = await this.#http.send('GET', '/user');
    return (body as { readonly username?: string }).username ?? '';
  }

  async listComments(): Promise<readonly ForgeComment[]> {
    const found: ForgeComment[] = [];
    let next: string | null = `${this.#notes}?per_page=100&sort=asc&order_by=created_at`;
    while (next !== null) {
      const { body, headers } = await this.#http.send('GET', next);
      for (const note of body as unknown as readonly Note[]) found.push(commentOf(note));
      next = nextPage(headers);
    }
    return found;
  }

  async createComment(body: string): Promise<ForgeComment> {
    const { body: made } = await this.#http.send('POST', this.#notes, { body });
    return commentOf(made as unknown as Note);
  }

  async editComment(id: string, body: string): Promise<void> {
    await this.#http.send('PUT', `${this.#notes}/${id}`, { body });
  }

  async deleteComment(id: string): Promise<void> {
    await this.#http.send('DELETE', `${this.#notes}/${id}`);
  }

  /** GitLab hides no note: it is folded, under a marker that no later run takes for its own. */
  async foldComment({ id, body }: ForgeComment): Promise<void> {
    const text = body.split('\n').slice(1).join('\n');
    await this.editComment(id, `<details><summary>Outdated plan</summary>\n\n${text}\n\n</details>\n`);
  }
}

/** Returns the headers of every request to GitLab. */
export function gitlabHeaders(token: string): Readonly<Record<string, string>> {
  return { 'private-token': token, 'user-agent': 'helix' };
}

function commentOf({ id, body, author }: Note): ForgeComment {
  return { id: `${id}`, author: author.username, body, url: null, node: null };
}

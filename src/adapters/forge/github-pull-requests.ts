import type { ForgeDeployment, PullRequest, PullRequests } from '../../ports/forge';
import { ForgeHttp } from './forge-http';
import type { ForgeHttpOptions } from './forge-http';
import { githubHeaders, nextPage } from './github';

type Options = Pick<ForgeHttpOptions, 'fetch' | 'clock' | 'random' | 'endpoint'> & {
  readonly token: string;
  /** `owner/name` */
  readonly repository: string;
};

/** A pull request as the REST API shows it (https://docs.github.com/rest/pulls/pulls). */
interface RestPull {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly user: { readonly login: string; readonly type?: string } | null;
  readonly labels: readonly { readonly name: string }[];
  readonly head: { readonly sha: string; readonly repo: Repository | null };
  readonly base: { readonly repo: Repository };
}

interface Repository {
  readonly full_name: string;
}

const PERMISSION =
  'The token needs the permission `pull-requests: read`, and `deployments: write` for --deployments.';

/** The pull requests of a repository on GitHub. */
export class GitHubPullRequests implements PullRequests {
  readonly name = 'GitHub';
  readonly #http: ForgeHttp;
  readonly #repository: string;

  constructor({ token, repository, ...rest }: Options) {
    this.#http = new ForgeHttp({
      ...rest,
      name: 'GitHub',
      headers: githubHeaders(token),
      permission: PERMISSION,
    });
    this.#repository = `/repos/${repository}`;
  }

  async readPullRequest(number: number): Promise<PullRequest> {
    const { body } = await this.#http.send('GET', `${this.#repository}/pulls/${number}`);
    const { title, state, user, labels, head, base } = body as unknown as RestPull;
    const author = user?.login ?? 'ghost';
    return {
      number,
      title,
      isOpen: state === 'open',
      author,
      isBot: user?.type === 'Bot' || author.endsWith('[bot]'),
      // The repository of a deleted fork is null.
      isFork: head.repo?.full_name !== base.repo.full_name,
      labels: labels.map(({ name }) => name),
      head: head.sha,
    };
  }

  async showDeployment({ environment, commit, url }: ForgeDeployment): Promise<void> {
    const before = await this.#listDeployments(environment);
    if (url !== null) {
      const { body } = await this.#http.send('POST', `${this.#repository}/deployments`, {
        ref: commit,
        environment,
        auto_merge: false,
        required_contexts: [],
        transient_environment: true,
      });
      await this.#setState((body as unknown as Deployment).id, { state: 'success', environment_url: url });
    }
    for (const id of before) await this.#setState(id, { state: 'inactive' });
  }

  async #listDeployments(environment: string): Promise<readonly number[]> {
    const found: number[] = [];
    const query = `environment=${encodeURIComponent(environment)}&per_page=100`;
    let next: string | null = `${this.#repository}/deployments?${query}`;
    while (next !== null) {
      const { body, headers } = await this.#http.send('GET', next);
      for (const { id } of body as unknown as readonly Deployment[]) found.push(id);
      next = nextPage(headers);
    }
    return found;
  }

  async #setState(id: number, status: Readonly<Record<string, string>>): Promise<void> {
    await this.#http.send('POST', `${this.#repository}/deployments/${id}/statuses`, {
      ...status,
      auto_inactive: false,
    });
  }
}

interface Deployment {
  readonly id: number;
}

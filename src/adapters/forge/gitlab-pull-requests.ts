import type { ForgeDeployment, PullRequest, PullRequests } from '../../ports/forge';
import { ForgeHttp } from './forge-http';
import type { ForgeHttpOptions } from './forge-http';
import { gitlabHeaders } from './gitlab';

type Options = Pick<ForgeHttpOptions, 'fetch' | 'clock' | 'random' | 'endpoint'> & {
  readonly token: string;
  /** The number of the project. */
  readonly project: string;
};

/** A merge request as the API shows it (https://docs.gitlab.com/api/merge_requests/). */
interface MergeRequest {
  readonly title: string;
  readonly state: string;
  readonly author: { readonly username: string };
  readonly labels: readonly string[];
  readonly source_project_id: number | null;
  readonly target_project_id: number;
  readonly sha: string | null;
}

/** An environment as the API shows it (https://docs.gitlab.com/api/environments/). */
interface Environment {
  readonly id: number;
  readonly state: string;
}

const PERMISSION =
  'The token must be a project or personal access token with the scope `read_api`, or `api` for --deployments.';

/** The merge requests of a project on GitLab. */
export class GitLabPullRequests implements PullRequests {
  readonly name = 'GitLab';
  readonly #http: ForgeHttp;
  readonly #project: string;

  constructor({ token, project, ...rest }: Options) {
    this.#http = new ForgeHttp({
      ...rest,
      name: 'GitLab',
      headers: gitlabHeaders(token),
      permission: PERMISSION,
    });
    this.#project = `/projects/${encodeURIComponent(project)}`;
  }

  async readPullRequest(number: number): Promise<PullRequest> {
    const { body } = await this.#http.send('GET', `${this.#project}/merge_requests/${number}`);
    const request = body as unknown as MergeRequest;
    const { username } = request.author;
    return {
      number,
      title: request.title,
      // `locked` is a merge that is under way.
      isOpen: request.state === 'opened',
      author: username,
      isBot: BOT.test(username),
      isFork: request.source_project_id !== request.target_project_id,
      labels: request.labels,
      head: request.sha,
    };
  }

  /** GitLab keeps environments by name: one is made with its address, or stopped. */
  async showDeployment({ environment, url }: ForgeDeployment): Promise<void> {
    const environments = `${this.#project}/environments`;
    const { body } = await this.#http.send('GET', `${environments}?name=${encodeURIComponent(environment)}`);
    const [known] = body as unknown as readonly Environment[];
    if (url === null) {
      if (known !== undefined && known.state !== 'stopped')
        await this.#http.send('POST', `${environments}/${known.id}/stop`, { force: true });
    } else if (known === undefined) {
      await this.#http.send('POST', environments, { name: environment, external_url: url });
    } else {
      await this.#http.send('PUT', `${environments}/${known.id}`, { external_url: url });
    }
  }
}

/** The users of access tokens of projects and groups, and programs under the names that they usually have. */
const BOT = /^(project|group)_\d+_bot(_\w+)?$|\[bot\]$|^(dependabot|renovate)([_-]?bot)?$/i;

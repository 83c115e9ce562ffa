import { constants } from 'node:fs';
import { appendFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HelixError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { Ci, CiRun, Forge, PullRequests } from '../../ports/forge';
import type { Random } from '../../ports/random';
import { FILE_ERRORS } from '../../values/file-errors';
import type { VariableName } from '../../values/variables';
import { httpAddress, sendableKey } from '../host/variables';
import type { Fetch } from '../http/node-fetch';
import { pullRequestIn, readEvent } from './pull-request';
import type { EventFacts } from './pull-request';

interface CiOptions {
  readonly variable: (name: VariableName) => string | undefined;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
}

/** The summary of a step: GitHub drops the whole of a larger one. */
const SUMMARY_BYTES = 1024 * 1024;

/** A pipe without a reader would block for as long as nobody reads it. */
const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
const APPENDING = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK;

/** GitHub Actions or GitLab CI, as the environment of a job describes it. */
export class CiFromEnvironment implements Ci {
  readonly #options: CiOptions;

  constructor(options: CiOptions) {
    this.#options = options;
  }

  readonly findRun = async (): Promise<CiRun | null> => {
    const read = this.#options.variable;
    if (read('GITHUB_ACTIONS') === 'true') {
      const event = await this.#event();
      return {
        name: 'GitHub',
        run: runOf(read('GITHUB_RUN_NUMBER'), read('GITHUB_RUN_ATTEMPT')),
        commit: event.commit ?? read('GITHUB_SHA') ?? null,
        checkout: read('GITHUB_WORKSPACE') ?? null,
        readOnly: readOnlyOf(event, read('GITHUB_ACTOR')),
      };
    }
    if (read('GITLAB_CI') !== 'true') return null;
    const run = runOf(read('CI_PIPELINE_IID'), read('CI_JOB_ID'));
    return {
      name: 'GitLab',
      run,
      commit: read('CI_COMMIT_SHA') ?? null,
      checkout: read('CI_PROJECT_DIR') ?? null,
      readOnly: null,
    };
  };

  readonly openPullRequests = async (asked: 'github' | 'gitlab' | null): Promise<PullRequests> => {
    const { variable: read, fetch, clock, random } = this.#options;
    const common = { fetch, clock, random };
    switch (asked ?? forgeOf(read)) {
      case 'gitlab': {
        const { GitLabPullRequests } = await import('./gitlab-pull-requests');
        return new GitLabPullRequests({ ...common, ...gitlabProject(read), token: gitlabToken(read) });
      }
      case 'github': {
        const { GitHubPullRequests } = await import('./github-pull-requests');
        return new GitHubPullRequests({ ...common, ...githubRepository(read) });
      }
    }
  };

  readonly openForge = async (forge: 'github' | 'gitlab', number: number | null): Promise<Forge> => {
    const { variable: read, fetch, clock, random } = this.#options;
    const common = { fetch, clock, random };
    if (forge === 'gitlab') {
      const { GitLab } = await import('./gitlab');
      return new GitLab({
        ...common,
        ...gitlabProject(read),
        number: number ?? numberOf(read('CI_MERGE_REQUEST_IID')) ?? noNumber('merge request'),
        token: gitlabToken(read),
      });
    }
    const { GitHub } = await import('./github');
    const event = await this.#event();
    const repository = githubRepository(read);
    const github = new GitHub({
      ...common,
      ...repository,
      graphql: addressIn(read, 'GITHUB_GRAPHQL_URL') ?? `${repository.endpoint}/graphql`,
      number: number ?? pullRequestIn(event, read('GITHUB_REF')) ?? noNumber('pull request'),
    });
    if (number !== null && event.isAfterAnother) await github.assertHead(event.commit);
    return github;
  };

  readonly append = async (file: 'summary' | 'outputs', text: string): Promise<string | null> => {
    const name = file === 'summary' ? 'GITHUB_STEP_SUMMARY' : 'GITHUB_OUTPUT';
    const path = this.#options.variable(name);
    if (path === undefined) return null;
    try {
      const bytes = (await sizeOf(path)) + Buffer.byteLength(text);
      if (file === 'summary' && bytes > SUMMARY_BYTES) return 'the summary of this step is full (1 MiB)';
      await appendFile(path, text, { flag: APPENDING });
      return null;
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      const reason = code === 'ENOENT' ? `there is no directory ${dirname(path)}` : FILE_ERRORS[code];
      return `cannot write ${name}: ${reason ?? message}`;
    }
  };

  #event(): Promise<EventFacts> {
    return readEvent(this.#options.variable('GITHUB_EVENT_PATH'));
  }
}

type Read = CiOptions['variable'];

/** Returns the forge that the environment is about. @throws HelixError `usage` */
function forgeOf(read: Read): 'github' | 'gitlab' {
  if (read('GITHUB_REPOSITORY') !== undefined) return 'github';
  if (read('CI_PROJECT_ID') !== undefined) return 'gitlab';
  throw new HelixError('usage', 'no forge is named to ask about pull requests', {
    hint: 'Set GITHUB_REPOSITORY and GITHUB_TOKEN, or CI_PROJECT_ID and GITLAB_TOKEN.',
  });
}

function githubRepository(read: Read): { endpoint: string; repository: string; token: string } {
  return {
    endpoint: addressIn(read, 'GITHUB_API_URL') ?? 'https://api.github.com',
    repository: repositoryOf(read('GITHUB_REPOSITORY')),
    token: needed(keyIn(read, 'GITHUB_TOKEN') ?? keyIn(read, 'GH_TOKEN'), 'there is no token for GitHub', {
      hint: 'Set GITHUB_TOKEN: in a workflow `env: { GITHUB_TOKEN: "${{ github.token }}" }`, with `permissions: { pull-requests: write }`.',
      kind: 'auth',
    }),
  };
}

function gitlabProject(read: Read): { endpoint: string; project: string } {
  return {
    endpoint: addressIn(read, 'CI_API_V4_URL') ?? 'https://gitlab.com/api/v4',
    project: needed(read('CI_PROJECT_ID'), 'CI_PROJECT_ID names no project of GitLab'),
  };
}

/** Notes of merge requests take no job token (https://docs.gitlab.com/ci/jobs/ci_job_token/). */
function gitlabToken(read: Read): string {
  const isJob = read('CI_JOB_TOKEN') !== undefined;
  return needed(keyIn(read, 'GITLAB_TOKEN'), 'there is no token for GitLab', {
    kind: 'auth',
    hint: `Set GITLAB_TOKEN to a project access token with the scope \`api\` and the role Reporter or higher${isJob ? '; the job token cannot write notes' : ''}.`,
  });
}

function readOnlyOf({ fromFork }: EventFacts, actor: string | undefined): string | null {
  if (actor === 'dependabot[bot]') return 'runs of Dependabot';
  return fromFork ? 'runs of forks' : null;
}

function runOf(number: string | undefined, attempt: string | undefined): string | null {
  return number === undefined ? null : `${number}.${attempt ?? '1'}`;
}

function repositoryOf(text: string | undefined): string {
  const name = needed(text, 'GITHUB_REPOSITORY names no repository of GitHub');
  if (/^[\w.-]+\/[\w.-]+$/.test(name)) return name;
  throw new HelixError('usage', `GITHUB_REPOSITORY is \`OWNER/NAME\`, not "${name}"`);
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
}

function noNumber(discussion: string): never {
  throw new HelixError('usage', `no ${discussion} belongs to this run`, {
    hint: `\`--pr N\` names the ${discussion}.`,
  });
}

function needed(
  value: string | undefined,
  message: string,
  { kind = 'usage', hint }: { readonly kind?: 'usage' | 'auth'; readonly hint?: string } = {},
): string {
  if (value !== undefined) return value;
  throw new HelixError(kind, message, hint === undefined ? {} : { hint });
}

function keyIn(read: Read, name: VariableName): string | undefined {
  return sendableKey(`The variable ${name}`, read(name));
}

function addressIn(read: Read, name: VariableName): string | undefined {
  return httpAddress(name, read(name));
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

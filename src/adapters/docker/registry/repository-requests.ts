import { HelixError } from '../../../errors';
import type { Answer } from './exchange';
import { notAllowed } from './refusals';
import type { RegistryRequests } from './registry-requests';

/** The use that a request makes of a repository. */
export type Permission = 'pull' | 'pull,push' | 'delete';

type Request = Parameters<RegistryRequests['send']>[0];

/** Requests about the repositories of one registry, each with the permission that it needs. */
export class RepositoryRequests {
  readonly #requests: RegistryRequests;
  /** The repositories that the log-in may push to. */
  readonly #pushable = new Set<string>();

  constructor(requests: RegistryRequests) {
    this.#requests = requests;
  }

  /** Notes that the log-in may push to a repository. */
  notePushable(repository: string): void {
    this.#pushable.add(repository);
  }

  /** Makes a request. @throws HelixError `auth` where the log-in does not allow it */
  async send(
    method: 'GET' | 'HEAD' | 'POST' | 'DELETE',
    path: string,
    repository: string,
    permission: Permission,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const scope = permission === 'pull' ? this.readScope(repository) : scopeOf(repository, permission);
    const request = { method, path, scope, headers };
    return this.sendAllowed(request, repository, permission);
  }

  /** Makes a request that names its own scope. @throws HelixError `auth` where the log-in does not allow it */
  async sendAllowed(request: Request, repository: string, permission: Permission): Promise<Answer> {
    const answer = await this.#requests.send(request);
    if (answer.status !== 403) return answer;
    // Some registries answer so for what is not there yet.
    if (permission === 'pull' && this.#pushable.has(repository)) return { ...answer, status: 404 };
    const why = `it answered 403${this.#requests.reasonIn(answer)}`;
    const what = DOES[permission];
    throw notAllowed(this.#requests.registry.host, repository, await this.#requests.search(), { what, why });
  }

  /** Returns the scope of reading: one token serves a push and what is read before it. */
  readScope(repository: string): string {
    return scopeOf(repository, this.#pushable.has(repository) ? 'pull,push' : 'pull');
  }

  /** Returns the error for an answer that no registry should give. */
  unexpected(
    answer: Answer,
    request: string,
    hint = 'Check the name of the registry and of the repository.',
  ) {
    const { host } = this.#requests.registry;
    const reason = this.#requests.reasonIn(answer);
    return new HelixError('unreachable', `${host} answered ${request} with ${answer.status}${reason}.`, {
      hint,
    });
  }

  /** Returns the error for an image that does not hold what its digest says. */
  damaged(why: string): HelixError {
    return new HelixError('failed', `${this.#requests.registry.host} holds a damaged image: ${why}.`, {
      hint: 'Delete that image from the registry, or push it again.',
    });
  }
}

const DOES = { pull: 'pull from', 'pull,push': 'push to', delete: 'delete from' } as const;

/** Returns the scope that a token is asked for. */
export function scopeOf(repository: string, permission: Permission): string {
  return `repository:${repository}:${permission}`;
}

import { HelixError } from '../../../src/errors';
import type { Ci, PullRequest } from '../../../src/ports/forge';
import { InMemoryForge, NO_CI } from '../../../src/testing/in-memory-forge';

/** The pull requests of a repository in memory, and the comments on them. */
export class MemoryForge {
  readonly pulls = new Map<number, PullRequest>();
  readonly #discussions = new Map<number, InMemoryForge>();
  /** Called with each question, before it is answered. */
  onRead: (number: number) => void = () => undefined;

  set(number: number, more: Partial<PullRequest>): void {
    const known = this.pulls.get(number);
    this.pulls.set(number, {
      number,
      title: `Change ${number}`,
      isOpen: true,
      author: 'ada',
      isBot: false,
      isFork: false,
      labels: [],
      head: null,
      ...known,
      ...more,
    });
  }

  /** The comments on a pull request, oldest first. */
  bodiesOn(number: number): readonly string[] {
    return this.#discussionOf(number).comments.map(({ body }) => body);
  }

  readonly ci: Ci = {
    ...NO_CI,
    openForge: (_, number) => Promise.resolve(this.#discussionOf(number ?? 0).as('helix')),
    openPullRequests: () =>
      Promise.resolve({
        name: 'GitHub',
        readPullRequest: (number) => {
          this.onRead(number);
          const pull = this.pulls.get(number);
          return pull === undefined
            ? Promise.reject(new HelixError('auth', `there is no pull request ${number}`))
            : Promise.resolve(pull);
        },
        showDeployment: () => Promise.resolve(),
      }),
  };

  #discussionOf(number: number): InMemoryForge {
    const known = this.#discussions.get(number) ?? new InMemoryForge();
    this.#discussions.set(number, known);
    return known;
  }
}

import type { Ci, Forge, ForgeComment } from '../ports/forge';

/** A discussion in memory, of which each token writes under a name of its own. */
export class InMemoryForge {
  /** Oldest first. */
  readonly comments: ForgeComment[] = [];
  readonly hidden: string[] = [];
  /** The requests that changed something: `create`, `edit 2`, `delete 3`. */
  readonly calls: string[] = [];
  #made = 0;

  /** Writes a comment as somebody would in the browser. */
  write(author: string, body: string): ForgeComment {
    this.#made += 1;
    const comment = { id: `${this.#made}`, author, body, url: `https://forge/${this.#made}`, node: null };
    this.comments.push(comment);
    return comment;
  }

  /** Returns the port for a token of `user`. `beforeCreate` runs while a creation is on its way. */
  as(user: string, beforeCreate?: () => void): Forge {
    const { comments, calls, hidden } = this;
    const indexOf = (id: string) => comments.findIndex((comment) => comment.id === id);
    return {
      name: 'GitHub',
      discussion: 'pull request 7',
      findUser: () => Promise.resolve(user),
      listComments: () => Promise.resolve([...comments]),
      createComment: (body) => {
        beforeCreate?.();
        calls.push('create');
        return Promise.resolve(this.write(user, body));
      },
      editComment: (id, body) => {
        calls.push(`edit ${id}`);
        const at = indexOf(id);
        const [edited] = comments.splice(at, 1);
        if (edited !== undefined) comments.splice(at, 0, { ...edited, body });
        return Promise.resolve();
      },
      deleteComment: (id) => {
        calls.push(`delete ${id}`);
        comments.splice(indexOf(id), 1);
        return Promise.resolve();
      },
      foldComment: ({ id }) => {
        hidden.push(id);
        return Promise.resolve();
      },
    };
  }
}

/** The port of a host that is in no CI. */
export const NO_CI: Ci = {
  findRun: () => Promise.resolve(null),
  openForge: () => Promise.reject(new Error('no test writes comments from here')),
  openPullRequests: () => Promise.reject(new Error('no test asks about pull requests from here')),
  append: () => Promise.resolve(null),
};

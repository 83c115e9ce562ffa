/** The place where pull requests are discussed: GitHub, GitLab. Each call throws HelixError `auth` or `unreachable`. */
export interface Forge {
  readonly name: 'GitHub' | 'GitLab';
  /** The pull or merge request that comments go to, for messages: `pull request 7`. */
  readonly discussion: string;
  /** The name that this token writes comments under. */
  findUser(): Promise<string>;
  /** All comments of the discussion, oldest first, from as many pages as there are. */
  listComments(): Promise<readonly ForgeComment[]>;
  /** @throws HelixError `refused` for a text that is too long */
  createComment(body: string): Promise<ForgeComment>;
  /** @throws HelixError `refused` for a text that is too long */
  editComment(id: string, body: string): Promise<void>;
  deleteComment(id: string): Promise<void>;
  /** Folds a comment away as outdated. */
  foldComment(comment: ForgeComment): Promise<void>;
}

export interface ForgeComment {
  readonly id: string;
  readonly author: string;
  readonly body: string;
  /** The address of the comment for people; null where the forge gives none. */
  readonly url: string | null;
  /** The id by which GitHub's GraphQL knows it; null elsewhere. */
  readonly node: string | null;
}

/** A pull request, or a merge request. */
export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly isOpen: boolean;
  readonly author: string;
  /** Whether a program made it. */
  readonly isBot: boolean;
  /** Whether its branch is in another repository, whose runs get no secrets. */
  readonly isFork: boolean;
  readonly labels: readonly string[];
  /** The commit at the head of its branch; null: unknown. */
  readonly head: string | null;
}

/** A deployment as the forge lists it beside the code. */
export interface ForgeDeployment {
  /** The name of its environment: `preview-7`. */
  readonly environment: string;
  /** The commit that is deployed; null: unknown. */
  readonly commit: string | null;
  /** The address for people; null: it is no longer there. */
  readonly url: string | null;
}

/** The pull requests of a repository. Each call throws HelixError `auth` or `unreachable`. */
export interface PullRequests {
  readonly name: 'GitHub' | 'GitLab';
  /** Reads one, as it is now. A token that may only read suffices. */
  readPullRequest(number: number): Promise<PullRequest>;
  /** Shows a deployment as active, or all of its environment as inactive. */
  showDeployment(deployment: ForgeDeployment): Promise<void>;
}

/** The run of a CI, as far as its environment tells. */
export interface CiRun {
  readonly name: 'GitHub' | 'GitLab';
  /** The number of the run and its attempt, `1042.1`; later runs have greater ones. null: unknown. */
  readonly run: string | null;
  readonly commit: string | null;
  /** The directory of the checkout, in which the forge looks for files; null: unknown. */
  readonly checkout: string | null;
  /** Why this run has a token that cannot write, where that can be told: it comes from a fork, or from Dependabot. */
  readonly readOnly: string | null;
}

/** The CI that this command runs in, if it runs in one. */
export interface Ci {
  /** null: no CI that is known. */
  readonly findRun: () => Promise<CiRun | null>;
  /**
   * Opens the discussion that a run belongs to, or the one of `number`.
   * @throws HelixError `usage` for no number, `auth` for no token
   */
  readonly openForge: (forge: 'github' | 'gitlab', number: number | null) => Promise<Forge>;
  /**
   * Opens the pull requests of a repository; null: of the forge that this run belongs to.
   * @throws HelixError `usage` where no forge is named, `auth` for no token
   */
  readonly openPullRequests: (forge: 'github' | 'gitlab' | null) => Promise<PullRequests>;
  /** Appends to the summary or to the outputs of the job; returns why not, in words, or null. */
  readonly append: (file: 'summary' | 'outputs', text: string) => Promise<string | null>;
}

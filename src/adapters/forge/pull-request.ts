import { stat } from 'node:fs/promises';
import { readTextAtMost } from '../host/read-at-most';
import { LARGEST } from '../../values/sizes';

/** The facts about a pull request in the event that started a workflow. */
export interface EventFacts {
  /** null: the event is about none. */
  readonly number: number | null;
  /** The commit at the head of its branch; null: unknown. */
  readonly commit: string | null;
  readonly fromFork: boolean;
  /** Whether the workflow runs after another one, which may be that of a fork: what that one says is not to be trusted. */
  readonly isAfterAnother: boolean;
}

const NONE: EventFacts = { number: null, commit: null, fromFork: false, isAfterAnother: false };

/** Reads the event that started a GitHub workflow. A file that is missing or damaged tells nothing. */
export async function readEvent(path: string | undefined): Promise<EventFacts> {
  if (path === undefined) return NONE;
  try {
    // A pipe would be read for as long as nobody writes to it.
    if (!(await stat(path)).isFile()) return NONE;
    return factsOf(JSON.parse(await readTextAtMost(path, LARGEST.text)) as Event);
  } catch {
    return NONE;
  }
}

/** The parts of GitHub's webhook events that tell of a pull request. */
interface Event {
  readonly pull_request?: PullRequest;
  /** A comment on a pull request is one on an issue. */
  readonly issue?: { readonly number?: number; readonly pull_request?: unknown };
  readonly workflow_run?: {
    readonly head_sha?: string;
    readonly pull_requests?: readonly { readonly number?: number }[];
  };
}

interface PullRequest {
  readonly number?: number;
  readonly head?: { readonly sha?: string; readonly repo?: { readonly full_name?: string } | null };
  readonly base?: { readonly repo?: { readonly full_name?: string } | null };
}

function factsOf({ pull_request: pull, issue, workflow_run: run }: Event): EventFacts {
  if (pull !== undefined) {
    const { number = null, head, base } = pull;
    const from = head?.repo?.full_name;
    const fromFork = from !== base?.repo?.full_name;
    return { ...NONE, number, commit: head?.sha ?? null, fromFork };
  }
  if (issue?.pull_request !== undefined) return { ...NONE, number: issue.number ?? null };
  const { head_sha: commit = null, pull_requests: pulls = [] } = run ?? {};
  return { ...NONE, number: pulls[0]?.number ?? null, commit, isAfterAnother: run !== undefined };
}

/** Returns the pull request of a run: that of its event, else that of its branch (`refs/pull/7/merge`, a merge queue's). */
export function pullRequestIn({ number }: EventFacts, ref: string | undefined): number | null {
  if (number !== null) return number;
  const [, pull, queued] =
    /^refs\/pull\/(\d+)\/|^refs\/heads\/gh-readonly-queue\/.*\/pr-(\d+)-/.exec(ref ?? '') ?? [];
  const found = Number(pull ?? queued);
  return Number.isSafeInteger(found) && found > 0 ? found : null;
}

import { HelixError } from '../errors';
import type { Plan } from '../plan/plan';
import { assertAtMost } from '../plan/preconditions';
import type { Ports } from '../ports/ports';
import type { ApplyOutcome } from './apply';
import { plan } from './plan';
import type { ProjectRequest } from './project/project';
import { listWorkspaceNames } from './state/workspaces';

/** A project to look through for what has expired. */
export interface ExpirySearch {
  /** The directory as it was typed, for messages. */
  readonly directory: string;
  readonly request: ProjectRequest;
  /** Whether every workspace is looked through, and not only that of the request. */
  readonly allWorkspaces: boolean;
  readonly targets: readonly string[];
}

/** One workspace of one project. */
export interface ExpiryPlace {
  readonly directory: string;
  /** null: the project cannot be read, so that nobody knows its workspaces. */
  readonly workspace: string | null;
}

/** The expired resources of one workspace, or why they cannot be found out. */
export type ExpiredIn = ExpiryPlace &
  (
    | { readonly workspace: string; readonly plan: Plan; readonly error: null }
    | { readonly plan: null; readonly error: HelixError }
  );

/** The end of one workspace. */
export type WorkspaceEnd = ExpiryPlace &
  (
    | { readonly workspace: string; readonly outcome: ApplyOutcome; readonly error: null }
    | { readonly outcome: null; readonly error: HelixError }
  );

/**
 * Plans `destroy --expired` for each workspace that has a state, in the order of the projects and of their names. One of
 * several projects that cannot be read does not stop the others.
 */
export async function planExpired(ports: Ports, searches: readonly ExpirySearch[]): Promise<ExpiredIn[]> {
  const found: ExpiredIn[] = [];
  for (const { directory, request, allWorkspaces, targets } of searches) {
    try {
      const names = allWorkspaces ? await listWorkspaceNames(ports, request) : [request.workspace];
      for (const workspace of names)
        found.push(...(await planOne(ports, directory, { ...request, workspace }, targets)));
    } catch (error) {
      // The only project is the command: its error is that of the command.
      if (!(error instanceof HelixError) || searches.length === 1) throw error;
      found.push({ directory, workspace: null, plan: null, error });
    }
  }
  return found;
}

async function planOne(
  ports: Ports,
  directory: string,
  request: ProjectRequest,
  targets: readonly string[],
): Promise<readonly ExpiredIn[]> {
  const { workspace } = request;
  try {
    const one = { ...request, mode: 'expired', targets, refresh: false, at: null } as const;
    const { plan: planned } = await plan(ports, one);
    return planned.about.lineage === null ? [] : [{ directory, workspace, plan: planned, error: null }];
  } catch (error) {
    if (!(error instanceof HelixError)) throw error;
    return [{ directory, workspace, plan: null, error }];
  }
}

/**
 * Applies what was found, one workspace after the other, each under its own lease. A failure in one does not stop the
 * others; an interrupt does. `begin` is called before each.
 * @throws HelixError `refused`, with nothing destroyed, when all of them together would destroy more than `maxDestroy`
 */
export async function* destroyExpired(
  found: readonly ExpiredIn[],
  maxDestroy: number | null,
  begin: (place: ExpiryPlace) => void,
  applyIn: (workspace: string) => Promise<ApplyOutcome>,
): AsyncGenerator<WorkspaceEnd> {
  assertAtMost(
    found.flatMap(({ plan: planned }) => planned ?? []),
    maxDestroy,
  );
  for (const { plan: _, ...one } of found) {
    begin(one);
    const end = one.error === null ? await attempt(one, applyIn) : { ...one, outcome: null };
    yield end;
    if (end.outcome?.interrupted === true) return;
  }
}

async function attempt(
  { directory, workspace }: ExpiryPlace & { readonly workspace: string },
  applyIn: (workspace: string) => Promise<ApplyOutcome>,
): Promise<WorkspaceEnd> {
  try {
    return { directory, workspace, outcome: await applyIn(workspace), error: null };
  } catch (error) {
    if (!(error instanceof HelixError)) throw error;
    return { directory, workspace, outcome: null, error };
  }
}

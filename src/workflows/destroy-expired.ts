import { HelixError } from '../errors';
import type { Plan } from '../plan/plan';
import { assertAtMost } from '../plan/preconditions';
import type { Ports } from '../ports/ports';
import type { ApplyOutcome } from './apply';
import { plan } from './plan';
import type { ProjectRequest } from './project/project';
import { listWorkspaceNames } from './state/workspaces';

/** The expired resources of one workspace, or why they cannot be found out. */
export type ExpiredIn =
  | { readonly workspace: string; readonly plan: Plan; readonly error: null }
  | { readonly workspace: string; readonly plan: null; readonly error: HelixError };

/** The end of one workspace. */
export type WorkspaceEnd =
  | { readonly workspace: string; readonly outcome: ApplyOutcome; readonly error: null }
  | { readonly workspace: string; readonly outcome: null; readonly error: HelixError };

/** Plans `destroy --expired` in all workspaces that have a state, in the order of their names. */
export async function planExpired(
  ports: Ports,
  request: ProjectRequest,
  targets: readonly string[],
): Promise<ExpiredIn[]> {
  const found: ExpiredIn[] = [];
  for (const workspace of await listWorkspaceNames(ports, request)) {
    try {
      const one = { ...request, workspace, mode: 'expired', targets, refresh: false, at: null } as const;
      const { plan: planned } = await plan(ports, one);
      if (planned.about.lineage !== null) found.push({ workspace, plan: planned, error: null });
    } catch (error) {
      if (!(error instanceof HelixError)) throw error;
      found.push({ workspace, plan: null, error });
    }
  }
  return found;
}

/**
 * Applies what was found, one workspace after the other, each under its own lease. A failure in one does not stop the
 * others; an interrupt does. `begin` is called before each.
 * @throws HelixError `refused`, with nothing destroyed, when all of them together would destroy more than `maxDestroy`
 */
export async function* destroyExpired(
  found: readonly ExpiredIn[],
  maxDestroy: number | null,
  begin: (workspace: string) => void,
  applyIn: (workspace: string) => Promise<ApplyOutcome>,
): AsyncGenerator<WorkspaceEnd> {
  assertAtMost(
    found.flatMap(({ plan: planned }) => planned ?? []),
    maxDestroy,
  );
  for (const { workspace, error } of found) {
    begin(workspace);
    const end = error === null ? await attempt(workspace, applyIn) : { workspace, outcome: null, error };
    yield end;
    if (end.outcome?.interrupted === true) return;
  }
}

async function attempt(
  workspace: string,
  applyIn: (workspace: string) => Promise<ApplyOutcome>,
): Promise<WorkspaceEnd> {
  try {
    return { workspace, outcome: await applyIn(workspace), error: null };
  } catch (error) {
    if (!(error instanceof HelixError)) throw error;
    return { workspace, outcome: null, error };
  }
}

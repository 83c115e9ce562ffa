import { HelixError } from '../errors';
import type { Plan } from '../plan/plan';
import { tooManyDestroyed } from '../plan/preconditions';
import type { Ports } from '../ports/ports';
import { plan } from './plan';
import type { ProjectRequest } from './project/project';
import { workspaceNames } from './state/workspaces';

/** What has expired in one workspace, or why that cannot be told. */
export type ExpiredIn =
  | { readonly workspace: string; readonly plan: Plan; readonly error: null }
  | { readonly workspace: string; readonly plan: null; readonly error: HelixError };

/** The plans of `destroy --expired` in all workspaces of which something is recorded, in the order of their names. */
export async function expiredEverywhere(
  ports: Ports,
  request: ProjectRequest,
  targets: readonly string[],
): Promise<ExpiredIn[]> {
  const found: ExpiredIn[] = [];
  for (const workspace of await workspaceNames(ports, request)) {
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

/** @throws HelixError `refused` when all of them together would destroy more */
export function assertAtMost(found: readonly ExpiredIn[], maxDestroy: number | null): void {
  const changes = found.flatMap(({ plan: planned }) => planned?.changes ?? []);
  const destroyed = changes.filter(({ action }) => action === 'delete').length;
  if (maxDestroy !== null && destroyed > maxDestroy) throw tooManyDestroyed(destroyed, maxDestroy);
}

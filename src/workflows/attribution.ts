import type { Ports } from '../ports/ports';
import type { Attribution } from '../state/state';
import type { Project } from './project';

/** Who does something now, from which commit; `planDigest` is that of the plan that stands behind it, if any. */
export async function attribution(
  ports: Ports,
  { root }: Pick<Project, 'root'>,
  planDigest: string | null = null,
): Promise<Attribution> {
  return {
    by: ports.actor,
    at: ports.clock.now().toISOString(),
    commit: await ports.files.gitCommit(root),
    planDigest,
  };
}

import type { Plan } from '../../plan/plan';
import type { Ports } from '../../ports/ports';
import type { Attribution } from '../../state/state';
import type { LoadedProject } from './project';

/** Reads who acts now, from which commit, and by which plan, if any. */
export async function readAttribution(
  ports: Ports,
  { root }: Pick<LoadedProject, 'root'>,
  plan: Pick<Plan, 'digest' | 'budget'> | null = null,
): Promise<Attribution> {
  return {
    by: ports.actor,
    at: ports.clock.now().toISOString(),
    commit: await ports.files.readGitCommit(root),
    planDigest: plan?.digest ?? null,
    ...(plan?.budget?.override && { budgetOverride: plan.budget.override.reason }),
  };
}

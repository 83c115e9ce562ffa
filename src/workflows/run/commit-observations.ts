import { observedState } from '../../operations/observed-state';
import type { Plan } from '../../plan/plan';
import type { Observation } from '../../ports/engine';
import type { Ports } from '../../ports/ports';
import type { Reporter } from '../../ports/reporter';
import type { Lease } from '../../ports/state-store';
import { secretReferences } from '../../resources/secrets/references';
import { emptyState } from '../../state/empty-state';
import type { State } from '../../state/state';
import type { Address } from '../../values/resource';
import type { SizedProject } from '../project/project';

/**
 * Commits the state that operations start from: the first one, or the recorded one corrected by what was observed. It has
 * the key of secrets where the plan brings some.
 * Returns it; null where nothing was ever created and nothing will be.
 */
export async function commitObservations(
  ports: Ports,
  lease: Lease,
  project: SizedProject,
  { plan, observations }: { readonly plan: Plan; readonly observations: ReadonlyMap<Address, Observation> },
  reporter: Reporter,
): Promise<State | null> {
  const recorded = lease.state();
  const key = bringsSecrets(plan) ? { secretKey: recorded?.secretKey ?? ports.random.key() } : {};
  if (recorded === null) {
    if (plan.changes.every(({ action }) => action === 'read')) return null;
    return commitFirstState(ports, lease, project, key);
  }
  const declared = new Set(project.desired.resources.map(({ address }) => address));
  const { state, released } = observedState(recorded, observations, plan, declared);
  for (const { address, owner } of released) {
    const message = `${address} belongs to ${owner} now: it is left alone, and no longer on record.`;
    reporter.report({ type: 'note', message });
  }
  const keyed = state.secretKey === undefined ? { ...state, ...key } : state;
  const isSame = state === recorded && keyed.secretKey === recorded.secretKey;
  return isSame ? state : lease.commit(keyed);
}

/** Whether a plan brings secrets to a resource, so that the state needs a key to record their digests. */
function bringsSecrets({ changes }: Plan): boolean {
  return changes.some(
    ({ action, after }) => action !== 'read' && after !== null && secretReferences(after).length > 0,
  );
}

/** Commits the first state of a workspace, with a lineage of its own. */
export function commitFirstState(
  ports: Pick<Ports, 'clock' | 'random'>,
  lease: Lease,
  { config, workspace }: Pick<SizedProject, 'config' | 'workspace'>,
  key: Pick<State, 'secretKey'> = {},
): Promise<State> {
  const lineage = ports.random.uuid();
  const at = ports.clock.now().toISOString();
  return lease.commit({ ...emptyState({ lineage, project: config.project.name, workspace, at }), ...key });
}

import { HelixError } from '../../errors';
import { MACHINE_ENGINE } from '../../graph/machine-engine';
import type { Ports } from '../../ports/ports';
import { deploymentOf } from '../../resources/deployment';
import type { ResourceRecord } from '../../state/state';
import type { Address } from '../../values/resource';
import { checkConfig, requireConfig } from '../project/check-config';
import { existingNamed, onlyOne } from '../project/find-resource';
import { declaredState } from '../project/project';
import type { ProjectRequest } from '../project/project';
import { readState } from '../state/state';
import { withDeploymentId } from './with-deployment-id';

/** A name for what is to be terminated, as the command line has it. */
export type Terminated =
  | { readonly by: 'name'; readonly name: string }
  | { readonly by: 'deployment-id'; readonly id: string }
  | { readonly by: 'blueprint-id'; readonly id: number }
  | { readonly by: 'all' };

/** The resources to terminate; none: nothing is deployed. */
export interface FoundDeployments {
  readonly addresses: readonly Address[];
  /** Whether they are containers of this host. */
  readonly local: boolean;
}

/**
 * Finds the recorded resources that are to be terminated.
 * @throws HelixError `not-found` where a name, an id or a number leads to nothing, `usage` where it leads to several
 */
export async function findTerminated(
  ports: Ports,
  request: ProjectRequest,
  what: Terminated,
): Promise<FoundDeployments> {
  const local = request.local || (await isContainerNamed(ports, request, what));
  const { project, state } = await readState(ports, { ...request, local });
  const records = Object.values(state?.resources ?? {});
  const found = (addresses: readonly Address[]) => ({ addresses, local });
  switch (what.by) {
    case 'name':
      return found([runningNamed(existingNamed(state, declaredState(project), what.name))]);
    case 'deployment-id':
      return found([withDeploymentId(state, what.id).address]);
    case 'blueprint-id':
      return found(ofBlueprint(records, what.id));
    case 'all':
      return found(machines(records).map(({ address }) => address));
  }
}

async function isContainerNamed(ports: Ports, request: ProjectRequest, what: Terminated): Promise<boolean> {
  if (what.by !== 'name') return false;
  const { instances } = requireConfig(await checkConfig(ports, request));
  return instances.some(
    ({ name, kind }) => kind === 'local' && (name === what.name || `instance.${name}` === what.name),
  );
}

/** An instance and its image may have one name: what runs is meant. */
function runningNamed(named: readonly [ResourceRecord, ...ResourceRecord[]]): Address {
  const running = named.filter(({ kind }) => kind === 'instance' || kind === 'cluster');
  return onlyOne(running.length > 0 ? running : named).address;
}

function machines(records: readonly ResourceRecord[]): readonly ResourceRecord[] {
  return records.filter(({ kind, engine }) => kind === 'instance' && engine === MACHINE_ENGINE);
}

function ofBlueprint(records: readonly ResourceRecord[], id: number): readonly Address[] {
  const found = records.filter(
    (record) => record.kind === 'instance' && deploymentOf(record).blueprintId === id,
  );
  if (found.length > 0) return found.map(({ address }) => address);
  throw new HelixError('not-found', `nothing is deployed for the blueprint ${id}`, {
    hint: 'The number is `id` in `[blueprint]` of Blueprint.toml; `helix status` shows what is deployed.',
  });
}

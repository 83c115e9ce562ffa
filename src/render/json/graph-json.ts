import type { DesiredState } from '../../graph/desired-state';
import { shownInputs } from './shown-sides';

/** Renders the graph of a project for other programs, which know the scope of this host as `machine`. */
export function graphJson({ resources, ttlPolicies }: DesiredState): object {
  return {
    resources: resources.map((resource) => ({
      ...resource,
      inputs: shownInputs(resource.inputs).value,
      scope: resource.scope === 'local' ? 'machine' : resource.scope,
    })),
    ttlPolicies,
  };
}

import type { DesiredState } from '../../graph/desired-state';
import type { JsonObject } from '../../values/json';
import { shownInputs } from './shown-sides';
import { snakeKeys } from './snake-keys';

/** Renders the graph of a project for other programs, which know the scope of this host as `machine`. */
export function graphJson({ resources, ttlPolicies }: DesiredState): JsonObject {
  return snakeKeys({
    resources: resources.map((resource) => ({
      ...resource,
      inputs: shownInputs(resource.inputs).value,
      scope: resource.scope === 'local' ? 'machine' : resource.scope,
    })),
    ttlPolicies,
  }) as JsonObject;
}

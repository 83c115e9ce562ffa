import type { DesiredResource } from '../../../graph/desired-state';
import { graphJson } from '../graph-json';

describe('the graph for other programs', () => {
  it('calls the scope of this host `machine`, as it always did', () => {
    const resource = { address: 'instance.dev', scope: 'local', inputs: {} } as unknown as DesiredResource;
    const shared = { address: 'cluster.web', scope: 'shared', inputs: {} } as unknown as DesiredResource;
    expect(graphJson({ resources: [resource, shared], ttlPolicies: [] })).toEqual({
      resources: [
        { address: 'instance.dev', scope: 'machine', inputs: {} },
        { address: 'cluster.web', scope: 'shared', inputs: {} },
      ],
      ttl_policies: [],
    });
  });

  it('shows variables as a plan does: values as they are, references as objects, secrets not at all', () => {
    const env_vars = { LEVEL: 'literal:info', TOKEN: 'env:TOKEN', KEY: 'secret:0a1b2c3d' };
    const resource = { address: 'cluster.a', inputs: { env_vars } } as unknown as DesiredResource;
    expect(graphJson({ resources: [resource], ttlPolicies: [] })).toMatchObject({
      resources: [{ inputs: { env_vars: { LEVEL: 'info', TOKEN: { env: 'TOKEN' }, KEY: null } } }],
    });
  });
});

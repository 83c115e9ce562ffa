import type { DesiredResource } from '../../../graph/desired-state';
import { graphJson } from '../graph-json';

describe('the graph for other programs', () => {
  it('calls the scope of this host `machine`, as it always did', () => {
    const resource = { address: 'instance.dev', scope: 'local' } as unknown as DesiredResource;
    const shared = { address: 'cluster.web', scope: 'shared' } as unknown as DesiredResource;
    expect(graphJson({ resources: [resource, shared], ttlPolicies: [] })).toEqual({
      resources: [
        { address: 'instance.dev', scope: 'machine' },
        { address: 'cluster.web', scope: 'shared' },
      ],
      ttlPolicies: [],
    });
  });
});

import * as fc from 'fast-check';
import { clusterIdentity, clusterSize, decodeCluster, decodeOwnCluster, encodeCluster } from '../cluster';
import {
  decodeClusterOutputs,
  encodeSeenClusterOutputs,
  withAdoption,
  withNeverRan,
} from '../cluster-outputs';
import * as any from './arbitraries';
import { describeCodec } from './round-trip';

const ADDRESS = 'cluster.staging';
const OWN = { endpoint: 'https://cloud.example', cluster_id: 'staging', region: 'us-east-1', db_config: {} };

describeCodec('the inputs of a cluster', {
  address: ADDRESS,
  sound: fc.oneof(any.ownCluster, any.anonymousCluster, any.enterpriseCluster),
  encode: encodeCluster,
  decode: decodeCluster,
});

describe('a cluster of which the state says as little as it may', () => {
  it('is a release of the default size, without variables and files', () => {
    expect(decodeOwnCluster(ADDRESS, OWN)).toMatchObject({
      size: null,
      buildMode: 'release',
      envVars: {},
      queries: {},
    });
  });

  it.each(['endpoint', 'cluster_id', 'region', 'db_config'])('is refused without its `%s`', (key) => {
    const { [key as keyof typeof OWN]: _, ...rest } = OWN;
    expect(() => decodeOwnCluster(ADDRESS, rest)).toThrow(`cluster.staging has no \`${key}\` on record.`);
  });
});

it('only a cluster that the project owns has an identity', () => {
  expect(clusterIdentity(ADDRESS, OWN)).toEqual({ endpoint: 'https://cloud.example', clusterId: 'staging' });
  expect(clusterIdentity(ADDRESS, { anonymous: true, endpoint: 'https://cloud.example' })).toBeNull();
  expect(clusterIdentity(ADDRESS, { id: 'tenant:7' })).toBeNull();
});

it('a size of null and a missing one are the default', () => {
  expect(clusterSize(ADDRESS, { size: null })).toBeNull();
  expect(clusterSize(ADDRESS, {})).toBeNull();
  expect(clusterSize(ADDRESS, { size: 'small' })).toBe('small');
});

const SEEN = {
  endpointUrl: 'https://staging.example',
  incarnation: 'inc-1',
  size: 'small',
  vcpu: 1,
  memoryGb: 2,
  createdAt: '2026-11-18T09:12:00.000Z',
};

describe('the outputs of a cluster', () => {
  it('are read back as they were seen', () => {
    expect(decodeClusterOutputs(ADDRESS, encodeSeenClusterOutputs(SEEN))).toEqual({
      ...SEEN,
      neverRan: false,
      refusedQueries: false,
      adoptedFrom: null,
    });
  });

  it('tell that it never ran, and whose it was', () => {
    const owner = { lineage: 'lineage-1', workspace: 'default', address: 'cluster.old' };
    const outputs = withAdoption(withNeverRan(encodeSeenClusterOutputs(SEEN)), owner);
    expect(decodeClusterOutputs(ADDRESS, outputs)).toMatchObject({ neverRan: true, adoptedFrom: owner });
    expect(decodeClusterOutputs(ADDRESS, withAdoption({}, null)).adoptedFrom).toBeNull();
  });

  it('are refused with half an owner: adopting a cluster needs all of it', () => {
    const read = () => decodeClusterOutputs(ADDRESS, { adopted_from: { lineage: 'lineage-1' } });
    expect(read).toThrow('cluster.staging has no `adopted_from.workspace` on record.');
  });
});

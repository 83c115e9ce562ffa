import type { ResourceRecord } from '../../../state/state';
import { renderStatus } from '../deployments/status';
import type { StatusView } from '../deployments/status';
import { renderStatusBlock } from '../deployments/status-block';

const NOW = '2026-11-18T09:40:00Z';
const PIPE = { color: false, width: 80, unicode: true, terminal: false };
const TERMINAL = { ...PIPE, terminal: true };
const ROW: StatusView = {
  address: 'instance.web',
  deploymentId: 'i-0d2',
  provider: 'aws',
  region: 'us-east-1',
  hourlyUsd: '0.1577',
  createdAt: '2026-11-17T13:40:00Z',
  recorded: 'ready',
  actual: 'running',
  reason: null,
  endpoint: 'http://a.example',
  expiresAt: '2026-11-24T13:40:00Z',
};
const BARE = { deploymentId: null, provider: null, region: null, hourlyUsd: null, createdAt: null };
const UNBORN = { ...ROW, ...BARE, recorded: 'not created', actual: '-', endpoint: null, expiresAt: null };

test('the status has a column for each value that a row has, reasons below, and the sum of what runs', () => {
  const failed = { ...ROW, address: 'cluster.b', actual: 'failed', reason: 'no capacity\u001b[2J' } as const;
  const gone = { ...ROW, address: 'instance.c', actual: 'gone' } as const;
  expect(renderStatus([ROW, failed, gone], NOW, PIPE)).toBe(
    [
      'ADDRESS       ID     PROVIDER  REGION     RECORDED  ACTUAL   ENDPOINT          COST/H  AGE  EXPIRES',
      'instance.web  i-0d2  aws       us-east-1  ready     running  http://a.example  $0.16   20h  2026-11-24 13:40 UTC, in 6d 4h',
      'cluster.b     i-0d2  aws       us-east-1  ready     failed   http://a.example  $0.16   20h  2026-11-24 13:40 UTC, in 6d 4h',
      '  no capacity\\x1b[2J',
      'instance.c    i-0d2  aws       us-east-1  ready     gone     http://a.example  $0.16   20h  2026-11-24 13:40 UTC, in 6d 4h',
      '2 deployments, $0.32/h.',
      '',
    ].join('\n'),
  );
  expect(renderStatus([UNBORN], NOW, PIPE)).toMatch(/^ADDRESS +RECORDED +ACTUAL\n.*\n$/);
  expect(renderStatus([], NOW, PIPE)).toBe('There is nothing to ask about.\n');
});

test('a narrow terminal drops ids, providers and ages first, then puts endpoints below', () => {
  const middle = renderStatus([ROW], NOW, { ...TERMINAL, width: 118 });
  expect(middle.split('\n')[0]).toBe(
    'ADDRESS       REGION     RECORDED  ACTUAL   ENDPOINT          COST/H  EXPIRES',
  );
  expect(renderStatus([ROW], NOW, TERMINAL).split('\n')).toEqual([
    'ADDRESS       RECORDED  ACTUAL   COST/H  EXPIRES',
    'instance.web  ready     running  $0.16   in 6d 4h',
    '  http://a.example',
    '1 deployment, $0.16/h.',
    '',
  ]);
});

test('one resource has a line for each fact, with its dashboard', () => {
  const record: ResourceRecord = {
    address: 'instance.web',
    kind: 'instance',
    name: 'web',
    engine: 'terraform',
    provider: 'aws',
    region: 'us-east-1',
    inputs: { instance_type: 't3a.medium' },
    inputsDigest: '',
    outputs: { instance_id: 'i-0d2', public_address: '54.214.127.151', private_address: '10.0.0.4' },
    dependsOn: [],
    protect: false,
    ttlSeconds: null,
    createdAt: '2026-11-17T13:40:00Z',
    renewedAt: null,
    renewedForSeconds: null,
    expiresAt: null,
    status: 'ready',
    applied: { by: 'ada@desk', at: '2026-11-18T07:40:00Z', commit: null, planDigest: 'helix1:3f9ac2' },
  };
  expect(renderStatusBlock(ROW, record, null, NOW, PIPE)).toBe(`instance.web
  state       running (recorded as ready)
  id          i-0d2
  endpoint    http://a.example
  place       aws us-east-1
  type        t3a.medium
  public IP   54.214.127.151
  private IP  10.0.0.4
  created     2026-11-17 13:40 UTC, up for 20h
  last apply  2h ago by ada@desk, plan helix1:3f9ac2
  cost        $0.16/h
  expires     2026-11-24 13:40 UTC, in 6d 4h
  dashboard   https://us-east-1.console.aws.amazon.com/ec2/home?region=us-east-1#InstanceDetails:instanceId=i-0d2
`);
  const own = 'https://dash.example/{name}/{id}';
  expect(renderStatusBlock(ROW, record, own, NOW, PIPE)).toContain('https://dash.example/web/i-0d2\n');
  // The machine runs no blueprint, so the template leads nowhere.
  expect(renderStatusBlock(ROW, record, `${own}/{blueprint_id}`, NOW, PIPE)).not.toContain('dashboard');
});

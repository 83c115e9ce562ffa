import type { ResourceRecord, State } from '../../../state/state';
import { PLAIN_STYLE } from '../../style';
import { renderHistory } from '../records/history';
import { renderOutputs } from '../records/outputs';
import { renderRecord } from '../records/record';
import { renderRegions } from '../regions';
import { renderStateList } from '../records/state-list';
import { renderApplied } from '../deployments/applied';
import { renderValidateOk } from '../validate-ok';

const NOW = '2026-11-18T09:40:00Z';
const APPLIED = { by: 'ada@desk', at: '2026-11-17T13:40:00Z', commit: 'c0ffee', planDigest: 'helix1:3f9ac2' };
const RECORD: ResourceRecord = {
  address: 'cluster.staging',
  kind: 'cluster',
  name: 'staging',
  engine: 'helix-cloud',
  provider: 'helix-cloud',
  region: 'us-east-1',
  inputs: { size: 'small', db_config: { mcp: true }, env_vars: { TOKEN: 'secret:0a1b2c3d' } },
  inputsDigest: '',
  outputs: { endpoint: 'https://staging.example' },
  dependsOn: ['image.staging'],
  protect: true,
  ttlSeconds: 604_800,
  createdAt: '2026-11-17T13:40:00Z',
  renewedAt: null,
  renewedForSeconds: null,
  expiresAt: '2026-11-24T13:40:00Z',
  status: 'ready',
  applied: APPLIED,
};
const STATE: State = {
  format: 1,
  lineage: '',
  serial: 3,
  project: 'papertrail',
  workspace: 'default',
  updatedAt: NOW,
  resources: {
    'cluster.staging': RECORD,
    'instance.api': {
      ...RECORD,
      address: 'instance.api',
      provider: 'aws',
      status: 'failed',
      expiresAt: '2026-11-18T09:00:00Z',
    },
    'image.api': { ...RECORD, address: 'image.api', provider: 'docker', region: null, expiresAt: null },
  },
  tombstones: {
    'cluster.preview': {
      address: 'cluster.preview',
      expiredAt: '2026-11-18T07:40:00Z',
      destroyedAt: '2026-11-18T08:00:00Z',
      ttlSeconds: 60,
      applied: APPLIED,
      lifted: null,
    },
  },
  open: [],
};

test('the state list has a row for every record and everything that is down', () => {
  expect(renderStateList(STATE, NOW, PLAIN_STYLE)).toBe(
    [
      'ADDRESS          WHERE                  STATUS  EXPIRES',
      'cluster.preview  -                      down    expired 2h ago',
      'cluster.staging  helix-cloud us-east-1  ready   2026-11-24 13:40 UTC, in 6d 4h',
      'image.api        docker                 ready   -',
      'instance.api     aws us-east-1          failed  expired 40min ago',
      '',
    ].join('\n'),
  );
});

test('a tombstone that was lifted is not down', () => {
  const lifted = { ...STATE.tombstones['cluster.preview']!, lifted: { at: NOW, forSeconds: null } };
  const state = { ...STATE, resources: {}, tombstones: { 'cluster.preview': lifted } };
  expect(renderStateList(state, NOW, PLAIN_STYLE)).toBe('Nothing is recorded.\n');
  expect(renderStateList(null, NOW, PLAIN_STYLE)).toBe('Nothing is recorded.\n');
});

test('a record shows all that is recorded, secrets masked', () => {
  expect(renderRecord(RECORD, NOW, PLAIN_STYLE)).toBe(
    [
      'cluster.staging',
      '  status    ready',
      '  engine    helix-cloud',
      '  provider  helix-cloud',
      '  region    us-east-1',
      '  created   2026-11-17 13:40 UTC',
      '  ttl       7d',
      '  expires   2026-11-24 13:40 UTC, in 6d 4h',
      '  protect   true',
      '  needs     image.staging',
      '  applied   2026-11-17 13:40 UTC by ada@desk, commit c0ffee',
      '  plan      helix1:3f9ac2',
      'inputs',
      '  size            small',
      '  db_config.mcp   true',
      '  env_vars.TOKEN  (sensitive)',
      'outputs',
      '  endpoint  https://staging.example',
      '',
    ].join('\n'),
  );
});

test('outputs are grouped by resource; resources without any are left out', () => {
  const outputs = [RECORD, { address: 'image.api', outputs: {} } as const];
  expect(renderOutputs(outputs, PLAIN_STYLE)).toBe('cluster.staging\n  endpoint  https://staging.example\n');
  expect(renderOutputs([], PLAIN_STYLE)).toBe('There are no outputs.\n');
});

test('an apply ends with endpoints, expiries and the next command', () => {
  const record = { ...RECORD, outputs: { endpoint_url: 'https://staging.example' } };
  expect(renderApplied([record], NOW, PLAIN_STYLE)).toBe(
    [
      '',
      'cluster.staging',
      '  endpoint  https://staging.example',
      '  expires   2026-11-24 13:40 UTC, in 6d 4h',
      '',
      'Next: `helix status` shows what runs.',
      '',
    ].join('\n'),
  );
  expect(renderApplied([], NOW, PLAIN_STYLE)).toBe('');
});

test('regions list their sizes with prices, and mark the defaults', () => {
  const size = { id: 'small', vcpu: 1, memoryGb: 2, usdPerHour: '0.0925', default: true };
  const regions = [
    {
      id: 'us-east-1',
      default: true,
      sizes: [size, { ...size, id: 'medium', usdPerHour: '0.185', default: false }],
    },
    { id: 'eu-west-1', default: false, sizes: [size] },
  ];
  expect(renderRegions(regions, PLAIN_STYLE)).toBe(
    [
      'REGION     SIZE    VCPU  MEMORY  PER HOUR  PER MONTH',
      'us-east-1  small   1     2 GB    $0.0925   $67.53     default region, default size',
      '           medium  1     2 GB    $0.185    $135.05',
      'eu-west-1  small   1     2 GB    $0.0925   $67.53     default size',
      '',
    ].join('\n'),
  );
  expect(renderRegions([], PLAIN_STYLE)).toBe('There are no regions.\n');
});

test('a valid project is named, with its files and the number of its resources', () => {
  const project = { name: 'papertrail', files: ['helix.toml', 'Blueprint.toml'], instances: 2 };
  expect(renderValidateOk(project, PLAIN_STYLE)).toBe(
    'Valid: papertrail, 2 instances in helix.toml and Blueprint.toml.\n',
  );
  expect(renderValidateOk({ ...project, files: ['helix.toml'], instances: 1 }, PLAIN_STYLE)).toBe(
    'Valid: papertrail, 1 instance in helix.toml.\n',
  );
});

test('a run that went beyond the budget says why, below it', () => {
  const ended = { at: NOW, result: 'done', done: { create: 1 }, notDone: 0 } as const;
  const run = { ...APPLIED, id: '1', operation: 'apply', ended };
  const rows = renderHistory([{ ...run, budgetOverride: 'load test' }, run], PLAIN_STYLE).split('\n');
  expect(rows[1]).toContain('1 added');
  expect(rows[2]).toBe('  beyond the budget: load test');
  expect(rows[3]).toContain('apply');
});

import type { DesiredResource } from '../../graph/desired-state';
import { encodeContainer } from '../../resources/container';
import type { ContainerInputs } from '../../resources/container';
import { PLAIN_STYLE } from '../../render/style';
import { renderPlan } from '../../render/text/plan-text';
import type { ResourceRecord } from '../../state/state';
import { digestOf } from '../../values/digest';
import { destroysData } from '../lifecycle';
import { planFor, recorded, state, wanted } from './world';

const DISK: ContainerInputs = {
  type: 'container',
  container: 'helix-shop-dev',
  runtime: 'docker',
  port: 6969,
  bind: '127.0.0.1',
  cpus: null,
  memoryGb: null,
  volume: null,
  dataFolder: null,
  image: 'web:1',
  envVars: {},
  database: { type: 'prebuilt', storage: 'disk', s3: null },
};
const MEMORY: ContainerInputs = { ...DISK, database: { type: 'prebuilt', storage: 'memory', s3: null } };
const PLACE = {
  address: 'instance.dev',
  kind: 'instance',
  engine: 'docker',
  provider: 'docker',
  region: null,
} as const;
const HERE = { isApplied: () => true };

function declared(of: ContainerInputs): DesiredResource {
  const inputs = encodeContainer(of);
  return { ...wanted('dev'), ...PLACE, inputs, inputsDigest: digestOf(inputs) };
}

function onRecord(of: ContainerInputs): ResourceRecord {
  const inputs = encodeContainer(of);
  return { ...recorded('dev'), ...PLACE, inputs, inputsDigest: digestOf(inputs) };
}

test.each([
  ['another port', { ...DISK, port: 7000 }, 'replace'],
  ['another image', { ...DISK, image: 'web:2' }, 'replace'],
  ['another storage', MEMORY, 'replace'],
  ['another variable', { ...DISK, envVars: { LOG: 'literal:debug' } }, 'update'],
  ['another limit', { ...DISK, memoryGb: 2 }, 'update'],
  ['another address', { ...DISK, bind: '0.0.0.0' }, 'update'],
  ['its data elsewhere', { ...DISK, dataFolder: '.helix/.volumes/dev' }, 'replace'],
] as const)('a container with %s: %s', (_, edited, action) => {
  const plan = planFor([declared(edited)], state([onRecord(DISK)]), HERE);
  expect(plan.changes).toMatchObject([{ action, ...(action === 'replace' && { losesData: false }) }]);
});

test('a destroyed container keeps its volume, and loses its data only where that is asked for', () => {
  const destroy = { ...HERE, mode: 'destroy' } as const;
  const kept = planFor([], state([onRecord(DISK)]), destroy);
  expect(kept.changes.some(destroysData)).toBe(false);
  expect(renderPlan(kept, PLAIN_STYLE)).toContain('stays in the volume helix-shop-dev-data');
  const lost = planFor([], state([onRecord(DISK)]), { ...destroy, deletesVolumes: true });
  expect(lost.changes.some(destroysData)).toBe(true);
  expect(renderPlan(lost, PLAIN_STYLE)).toMatch(/data +LOST: deleted with it/);
  expect(lost.digest).not.toBe(kept.digest);
});

test('a container without a volume has none to lose', () => {
  const options = { ...HERE, mode: 'destroy', deletesVolumes: true } as const;
  expect(planFor([], state([onRecord(MEMORY)]), options).changes).toMatchObject([{ losesData: false }]);
});

test('a new container says where its data is', () => {
  const text = (of: ContainerInputs) => renderPlan(planFor([declared(of)], null, HERE), PLAIN_STYLE);
  expect(text(DISK)).toContain('stays in the volume helix-shop-dev-data');
  expect(text(MEMORY)).toContain('in memory: lost when the container stops');
});

test('a container that was deleted outside is not said to come back empty', () => {
  const gone = new Map([['instance.dev', { state: 'gone' }]] as const);
  const plan = planFor([declared(DISK)], state([onRecord(DISK)]), { ...HERE, observations: gone });
  expect(renderPlan(plan, PLAIN_STYLE)).toMatch(/why +it was deleted outside Helix: created again\n/);
});

test('a container whose storage becomes memory says that its data stays, unused', () => {
  const text = renderPlan(planFor([declared(MEMORY)], state([onRecord(DISK)]), HERE), PLAIN_STYLE);
  expect(text).toContain('what is in the volume helix-shop-dev-data stays there, unused');
});

test('a container that takes over the data of another name says where it is', () => {
  const renamed = { ...DISK, container: 'helix-store-dev', volume: 'helix-shop-dev-data' };
  const text = renderPlan(planFor([declared(renamed)], state([onRecord(DISK)]), HERE), PLAIN_STYLE);
  expect(text).toContain('your data is in the volume helix-shop-dev-data: it stays there');
});

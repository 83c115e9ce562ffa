import { encodeContainer } from '../../../resources/container';
import type { ContainerInputs } from '../../../resources/container';
import { sampleRecord } from '../../../testing/sample-records';
import type { Address } from '../../../values/resource';
import { handoverGroups } from '../ports/handover-groups';

function record(name: string, port: number, volume: string | null = null) {
  const inputs: ContainerInputs = {
    type: 'container',
    container: `helix-shop-${name}`,
    runtime: 'docker',
    port,
    bind: '127.0.0.1',
    cpus: null,
    memoryGb: null,
    volume,
    dataFolder: null,
    image: 'web:1',
    envVars: {},
    database: { type: 'prebuilt', storage: 'disk', s3: null },
  };
  const address: Address = `instance.${name}`;
  return sampleRecord(address, { kind: 'instance', inputs: encodeContainer(inputs) });
}

function change(name: string, from: number | null, to: number | null, volume: string | null = null) {
  return {
    address: `instance.${name}` as Address,
    prior: from === null ? null : record(name, from),
    target: to === null ? null : record(name, to, volume),
  };
}

const groupsOf = (...changes: readonly ReturnType<typeof change>[]) =>
  handoverGroups(changes).map((group) => group.map(({ address }) => address));

test('changes that take nothing from each other are on their own', () => {
  expect(groupsOf(change('a', 1, 1), change('b', 2, 3), change('c', null, 4))).toEqual([
    ['instance.a'],
    ['instance.b'],
    ['instance.c'],
  ]);
});

test('two containers that swap their ports are one group, and so is a circle of three', () => {
  expect(groupsOf(change('a', 1, 2), change('b', 2, 1))).toEqual([['instance.a', 'instance.b']]);
  expect(groupsOf(change('a', 1, 2), change('b', 2, 3), change('c', 3, 1))).toHaveLength(1);
});

test('a container that takes the port of one that is deleted is in its group', () => {
  expect(groupsOf(change('a', 1, null), change('b', null, 1))).toHaveLength(1);
});

test('a container that takes the volume of one that is deleted is in its group', () => {
  expect(groupsOf(change('a', 1, null), change('b', null, 2, 'helix-shop-a-data'))).toHaveLength(1);
});

import * as fc from 'fast-check';
import { sampleMachine } from '../../testing/sample-inputs';
import { currentMachine, decodeInstance, encodeInstance, rentedMachine } from '../instance';
import { decodeMachine, encodeMachine } from '../machine';
import * as any from './arbitraries';
import { describeCodec } from './round-trip';

const ADDRESS = 'instance.api';

describeCodec('the inputs of an instance', {
  address: ADDRESS,
  sound: fc.oneof(any.machine, any.flyApp, any.container),
  encode: encodeInstance,
  decode: decodeInstance,
});

describe('inputs of an instance that were edited', () => {
  it.each([
    [{ cpu: 'many' }, 'instance.api has an invalid `cpu` on record: it must be a number.'],
    [{ disk: { size_gb: 8 } }, 'instance.api has no `disk.type` on record.'],
    [{ arch: 'mips' }, 'instance.api has an invalid `arch` on record: it must be amd64 or arm64.'],
    [{ name: null }, 'instance.api has no `name` on record.'],
    [{ ports: [80, '443'] }, 'instance.api has an invalid `ports` on record: it must be a list of numbers.'],
    [{ env: { KEY: 1 } }, 'instance.api has an invalid `env` on record: it must be an object of text.'],
  ] as const)('to hold %j are refused by address and key', (change, message) => {
    const json = { ...encodeMachine(sampleMachine()), ...change };
    expect(() => decodeInstance(ADDRESS, json)).toThrow(message);
  });

  it('are refused without the invalid value, which may be a secret', () => {
    const json = { ...encodeMachine(sampleMachine()), ssh_key: ['hunter2'] };
    expect(() => decodeInstance(ADDRESS, json)).toThrow(/^((?!hunter2).)*$/);
  });
});

describe('a machine of which the state names no more than name, provider and region', () => {
  const machine = decodeMachine(ADDRESS, { name: 'helix-api', provider: 'aws', region: 'eu-west-1' });

  it('has a public address, in its price too', () => {
    expect(machine.publicIp).toBe(true);
    expect(rentedMachine({ ...machine, instanceType: 'm5.large' })).toMatchObject({ publicIp: true });
  });

  it('counts as chosen for no size at all, so that any request triggers a new choice', () => {
    expect(machine).toMatchObject({ cpu: 0, memoryGb: 0, gpuCount: 0, arch: 'amd64', spot: false });
  });

  it('is neither current nor rented, since no type was chosen', () => {
    expect(currentMachine(machine)).toBeNull();
    expect(rentedMachine(machine)).toBeNull();
  });
});

it('the health check of a machine on record has the default of each figure that is missing', () => {
  const json = { ...encodeMachine(sampleMachine()), health: { endpoint: '/up', port: 80 } };
  expect(decodeMachine(ADDRESS, json).health).toEqual({
    endpoint: '/up',
    port: 80,
    intervalSeconds: 30,
    timeoutSeconds: 5,
    unhealthyThreshold: 3,
  });
});

it('a machine on record is the machine that was chosen', () => {
  const disk = { type: 'gp3', sizeGb: 40, attached: false };
  const inputs = sampleMachine({
    instanceType: 'm5.large',
    disk,
    cpu: 2,
    memoryGb: 8,
    profile: 'recommended',
  });
  expect(currentMachine(inputs)).toMatchObject({
    provider: 'aws',
    region: 'us-east-1',
    type: 'm5.large',
    disk,
    spec: { cpu: 2, memoryGb: 8, burstable: false },
  });
});

it('of a machine without `public_ip` have one value for what is created and what is priced', () => {
  const { public_ip: _, ...inputs } = encodeMachine(sampleMachine());
  const machine = decodeInstance(ADDRESS, inputs);
  expect(machine).toMatchObject({ publicIp: true });
  expect(rentedMachine(machine)?.publicIp).toBe(true);
  expect(currentMachine(machine)?.spec.publicIp).toBe(true);
});

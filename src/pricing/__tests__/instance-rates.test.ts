import { encodeInstance } from '../../resources/instance';
import type { InstanceInputs } from '../../resources/instance';
import type { MachineInputs } from '../../resources/machine';
import { sampleMachine } from '../../testing/sample-inputs';
import { oldestPrice, ratesWith } from '../instance-rates';
import { FREE, UNPRICED } from '../rates';
import type { Priceable } from '../rates';
import { bundled } from './bundled';

const BOOKS = new Map((['aws', 'fly', 'azure'] as const).map((name) => [name, bundled(name)]));
const RATES = ratesWith(BOOKS, () => FREE);

function priceable(inputs: InstanceInputs, provider: string, region: string | null): Priceable {
  const place = { address: 'instance.api', kind: 'instance', provider, region } as const;
  return { ...place, inputs: encodeInstance(inputs), outputs: {} };
}

function machine(change: Partial<MachineInputs>, provider = 'aws', region: string | null = 'us-east-1') {
  return priceable(sampleMachine({ ...change, provider, region }), provider, region);
}

function flyApp(vmSize: string, sizeGb: number | null, region: string | null): Priceable {
  const inputs: InstanceInputs = {
    type: 'fly-app',
    app: 'helix-papertrail-api',
    vmSize,
    volume: 'data:/data',
    volumeInitialSizeGb: sizeGb,
    private: false,
    auth: 'Cli',
    region,
    org: 'personal',
    image: null,
    isBuilt: false,
    port: 6969,
    envVars: {},
    health: { path: null, intervalSeconds: 15, timeoutSeconds: 10, graceSeconds: 30 },
  };
  return priceable(inputs, 'fly', region);
}

const M5 = { instanceType: 'm5.large', publicIp: false };

describe('rates of instances', () => {
  it('come from the book of their cloud', () => {
    expect(RATES(machine(M5))).toMatchObject({ pricedAs: 'm5.large', monthly: '70.08' });
  });

  it('are the same value for equal machines', () => {
    expect(RATES(machine(M5))).toBe(RATES(machine({ ...M5 })));
  });

  it('are unpriced without a type, and for a region that the book does not know', () => {
    expect(RATES(machine({ instanceType: null }))).toBe(UNPRICED);
    expect(RATES(machine(M5, 'aws', 'mars-1')).monthly).toBeNull();
    expect(RATES(machine(M5, 'aws', null))).toBe(UNPRICED);
  });

  it('of Fly are those of its presets, with the volume', () => {
    const rate = RATES(flyApp('shared-cpu-1x', 20, 'fra'));
    expect(rate.parts.map(({ name }) => name)).toEqual([
      'shared-cpu-1x, on demand',
      'attached volume, 20 GB',
    ]);
    expect(rate.parts[1]?.monthly).toBe('3');
    expect(RATES(flyApp('a100-40gb', null, 'fra')).monthly).toBeNull();
    expect(RATES(flyApp('shared-cpu-1x', null, null))).toBe(UNPRICED);
  });

  it('of what no book knows are left to others', () => {
    expect(RATES({ ...machine({}), kind: 'image', provider: 'docker' })).toBe(FREE);
    expect(RATES(machine(M5, 'vultr', 'ewr'))).toBe(FREE);
  });
});

describe('rates of registries', () => {
  const registry = (provider: string, region: string): Priceable => ({
    address: 'registry_repo.api',
    kind: 'registry_repo',
    provider,
    region,
    inputs: {},
    outputs: {},
  });

  it('are free but for what is stored, which depends on use', () => {
    expect(RATES(registry('aws', 'us-east-1'))).toMatchObject({
      monthly: '0',
      parts: [{ name: 'registry storage', price: '0.1', quantity: null, monthly: null }],
    });
  });

  it('say so too where the price of storage is not known', () => {
    expect(RATES(registry('aws', 'eu-west-1')).parts).toMatchObject([{ price: null, quantity: null }]);
  });

  it('are unpriced where a registry has a price of its own, by a tier that nobody named', () => {
    expect(RATES(registry('azure', 'westeurope'))).toBe(UNPRICED);
  });
});

it('the date of prices is that of the oldest one in use, be it of a machine, a disk or an address', () => {
  const bare = { ...M5, disk: null };
  const rates = [RATES(machine(bare)), RATES(machine(bare, 'aws', 'eu-west-1'))];
  expect(oldestPrice(rates)).toBe('2025-04-04');
  expect(oldestPrice([RATES(machine(bare))])).toBe('2026-07-20');
  expect(oldestPrice([RATES(machine({ ...bare, disk: { type: 'gp3', sizeGb: 20, attached: false } }))])).toBe(
    '2024-07-18',
  );
  expect(oldestPrice([UNPRICED])).toBeNull();
});

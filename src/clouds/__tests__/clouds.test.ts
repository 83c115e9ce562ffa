import { existsSync } from 'node:fs';
import { join } from 'node:path';
import cloudSchema from '../../../schemas/cloud.schema.json';
import deploySchema from '../../../schemas/deploy.schema.json';
import helixSchema from '../../../schemas/helix.schema.json';
import { CLOUD_NAMES, cloudMeant, cloudNamed, cloudOf, cloudOfTable, isCloud, MACHINE_CLOUDS } from '..';
import { isRegionOf } from '../regions';

const ROOT = join(__dirname, '../../..');

describe.each(CLOUD_NAMES)('the cloud %s', (name) => {
  const cloud = cloudOf(name);

  it('is registered under its own name', () => {
    expect(cloud.name).toBe(name);
  });

  it('has a default region of the shape that its regions have', () => {
    expect(cloud.regions.default).toMatch(cloud.regions.shape);
  });

  it('has a first variable that its own tools read', () => {
    expect(cloud.credentials.firstVariable).toMatch(cloud.credentials.family);
  });

  it('charges only for products that its price book keeps', () => {
    const { publicIp, registryStorage, disks, sameEverywhere, bookProducts } = cloud.pricing;
    const { charged } = disks;
    const products = charged.by === 'size' ? Object.values(charged.products) : [];
    for (const product of [publicIp, registryStorage, ...products, ...sameEverywhere]) {
      if (product !== null && product !== 'free') expect(product).toMatch(bookProducts);
    }
  });

  it('has a loader of its price API exactly where it names one', () => {
    const loader = join(ROOT, 'src/adapters/price-apis', `${name}-prices.ts`);
    expect(existsSync(loader)).toBe(cloud.pricing.api !== null);
  });

  it('has a price book', () => {
    expect(existsSync(join(ROOT, 'prices', `${name}.prices`))).toBe(true);
  });

  it('has rules observed with a provider of Terraform only where it is lowered to one', () => {
    const observed = Object.keys(cloud.replacement?.observed ?? {});
    expect(observed.length === 0 || cloud.lowering !== null).toBe(true);
  });
});

describe('the clouds', () => {
  it('share no name, alias or kind of table', () => {
    const names = CLOUD_NAMES.flatMap((name) => [name, ...cloudOf(name).aliases]);
    const tables = CLOUD_NAMES.flatMap((name) => Object.values(cloudOf(name).tables)).filter(
      (kind) => kind !== null,
    );
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(tables).size).toBe(tables.length);
  });

  it('are known by their own names alone', () => {
    expect(isCloud('constructor')).toBe(false);
    expect(cloudNamed('helix-cloud')).toBeUndefined();
    expect(cloudNamed('aws')).toBe(cloudOf('aws'));
    expect(cloudOfTable('ecr')).toBe('aws');
    expect(cloudOfTable('ghcr')).toBeUndefined();
  });

  it.each([
    ['AWS', 'aws'],
    ['gcp', 'google'],
    ['GCP', 'google'],
    ['do', 'digitalocean'],
    ['FlyIo', 'fly'],
    ['auto', undefined],
  ])('are meant by aliases, in any case: %s', (word, name) => {
    expect(cloudMeant(word)).toBe(name);
  });

  it('take a region of any of them for `auto`', () => {
    expect(isRegionOf('auto', 'us-central1')).toBe(true);
    expect(isRegionOf('aws', 'us-central1')).toBe(false);
    expect(isRegionOf('auto', 'Mars!')).toBe(false);
  });
});

describe('the schemas name the registered clouds', () => {
  it('as the providers of a machine', () => {
    expect(deploySchema.properties.provider.enum).toEqual([...MACHINE_CLOUDS, 'auto']);
  });

  it('as the providers of an account', () => {
    expect(cloudSchema.definitions.provider.properties.provider_type.enum).toEqual(MACHINE_CLOUDS);
  });

  it('as the providers that a policy allows', () => {
    const { items } = helixSchema.properties.policy.properties.allowed_providers;
    expect(items.enum.filter(isCloud)).toEqual(CLOUD_NAMES);
  });

  it('as the tables of registries and apps that live in them', () => {
    const tables = CLOUD_NAMES.flatMap((name) => Object.values(cloudOf(name).tables));
    for (const kind of tables.filter((table) => table !== null)) {
      expect(helixSchema.definitions).toHaveProperty([kind]);
    }
  });
});

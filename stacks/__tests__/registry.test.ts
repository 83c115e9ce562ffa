import { CLOUDS } from '../../src/clouds';
import { TERRAFORM_CLOUDS, terraformCloud } from '../index';

describe('a cloud that is applied through Terraform', () => {
  const clouds = Object.entries(TERRAFORM_CLOUDS);

  it.each(clouds)('is registered under its own name: %s', (name, cloud) => {
    expect(cloud.facts).toBe(CLOUDS[name as keyof typeof CLOUDS]);
    expect(terraformCloud(name)).toBe(cloud);
  });

  it.each(clouds)('lowers exactly the kinds that are among its facts: %s', async (_name, cloud) => {
    expect(Object.keys(await cloud.lower()).sort()).toEqual([...cloud.facts.lowering.kinds].sort());
  });

  it.each(clouds)(
    'has an observed behaviour for its own types alone: %s',
    (_name, { provider, behaviour }) => {
      const prefix = `${provider.source.slice(provider.source.lastIndexOf('/') + 1)}_`;
      expect(Object.keys(behaviour).filter((type) => !type.startsWith(prefix))).toEqual([]);
    },
  );
});

it('has a lowering revision among its facts exactly if it is applied through Terraform', () => {
  const lowered = Object.values(CLOUDS).filter(({ lowering }) => lowering !== null);
  expect(lowered.map(({ name }) => name)).toEqual(Object.keys(TERRAFORM_CLOUDS));
});

describe('a provider that is not applied through Terraform', () => {
  it.each(['fly', 'acme', 'constructor'])('is refused: %s', (name) => {
    expect(() => terraformCloud(name)).toThrow(`no stack for ${name}`);
  });
});

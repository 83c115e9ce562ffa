import { MACHINE_CLOUDS } from '../../clouds';
import type { CloudName } from '../../clouds';
import { readConfig } from '../../config/read-config';
import type { DeclaredInstance } from '../../config/config';
import type { Lock } from '../../config/lock/lock-file';
import { bundled } from '../../pricing/__tests__/bundled';
import { booksNeeded } from '../../pricing/books-needed';
import { chooseMachines } from '../choose-machines';
import type { MachinesInput } from '../choose-machines';
import { currentMachine } from '../../resources/instance';
import type { CurrentMachine } from '../../resources/instance';
import { sampleMachine } from '../../testing/sample-inputs';

function instances(toml: string): readonly DeclaredInstance[] {
  const { config, problems } = readConfig(
    { helixToml: { file: 'helix.toml', text: `[project]\nname = "p"\n${toml}` } },
    { environment: null, helixCloudUrl: null },
  );
  if (config === null) throw new Error(JSON.stringify(problems));
  return config.instances;
}

const SIZE = 'cpu = 2\nmemory_gb = 4\nstorage_gb = 20\nimage = "nginx"\nssh_key = "ssh-rsa k"\n';
const AUTO = `[deploy.api]\nprovider = "auto"\n${SIZE}`;

function choose(toml: string, more: Partial<MachinesInput> = {}) {
  const declared = instances(toml);
  const needed = [...booksNeeded(declared, [])];
  const result = chooseMachines({
    instances: declared,
    current: new Map(),
    books: new Map(needed.map((provider) => [provider, bundled(provider)])),
    remembered: {},
    allowed: { providers: null, regions: null },
    reselect: false,
    ...more,
  });
  const place = ({ provider, region, type, why }: NonNullable<ReturnType<typeof result.choices.get>>) =>
    `${provider} ${region} ${type} ${why.type}`;
  return { ...result, api: result.choices.has('api') ? place(result.choices.get('api')!) : null };
}

function recordedAs(provider: CloudName, region: string, type: string): MachinesInput['current'] {
  return new Map([['instance.api', machineOnRecord({ provider, region, instanceType: type })]]);
}

function machineOnRecord(change: Parameters<typeof sampleMachine>[0]): CurrentMachine {
  const machine = currentMachine(sampleMachine(change));
  if (machine === null) throw new Error('no machine was chosen');
  return machine;
}

const REMEMBERED: Lock['choices'] = { api: { provider: 'google', region: 'europe-west1' } };

describe('which books are needed', () => {
  it.each([
    ['nothing but clusters', '[cloud.a.helix]\ncluster_id = "x"\n', []],
    ['a machine of one cloud', `[deploy.a]\nprovider = "aws"\n${SIZE}`, ['aws']],
    ['auto', AUTO, MACHINE_CLOUDS],
  ])('for %s', (_, toml, expected) => {
    expect([...booksNeeded(instances(toml), [])]).toEqual(expected);
  });

  it('for resources that are recorded and no longer declared', () => {
    expect([...booksNeeded([], [{ kind: 'instance', provider: 'vultr' }])]).toEqual(['vultr']);
    expect([...booksNeeded([], [{ kind: 'cluster', provider: 'helix-cloud' }])]).toEqual([]);
  });
});

describe('auto', () => {
  it('takes the cheapest place of all, and names the number of places and the second cheapest', () => {
    const { choices } = choose(AUTO);
    const { why, rate } = choices.get('api')!;
    expect(why).toMatchObject({ type: 'cheapest' });
    const everywhere = ['aws', 'google', 'azure', 'digitalocean', 'vultr'].map((provider) =>
      Number(
        choose(AUTO, { allowed: { providers: [provider], regions: null } }).choices.get('api')!.rate.monthly,
      ),
    );
    expect(Number(rate.monthly)).toBe(Math.min(...everywhere));
    expect(why.type === 'cheapest' && why.of).toBeGreaterThan(100);
  });

  it('chooses only allowed clouds and regions', () => {
    const allowed = { providers: ['aws', 'google'], regions: ['eu-west-1', 'europe-west4'] };
    expect(choose(AUTO, { allowed }).api).toMatch(/^(aws eu-west-1|google europe-west4) /);
    const none = choose(AUTO, { allowed: { providers: ['aws'], regions: ['europe-west4'] } });
    expect(none.problems).toMatchObject([
      { code: 'unpriced-region', place: { file: 'helix.toml', line: 3 } },
    ]);
  });

  it('chooses only the region that the table names', () => {
    expect(choose(`${AUTO}region = "eu-west-1"\n`).api).toMatch(/^aws eu-west-1 /);
  });

  it('stays where helix.lock.json remembers it, whatever is cheaper', () => {
    expect(choose(AUTO, { remembered: REMEMBERED }).api).toMatch(/^google europe-west1 .* remembered$/);
  });

  it('stays where it is recorded', () => {
    const current = recordedAs('azure', 'northeurope', 'Standard_B2s');
    expect(choose(AUTO, { current }).api).toBe('azure northeurope Standard_B2s kept');
  });

  it('moves when it is no longer allowed there, and on reselect', () => {
    const allowed = { providers: ['vultr'], regions: null };
    expect(choose(AUTO, { remembered: REMEMBERED, allowed }).api).toMatch(/^vultr .* cheapest$/);
    expect(choose(AUTO, { remembered: REMEMBERED, reselect: true }).api).toMatch(/ cheapest$/);
  });

  it('moves when nothing in its place satisfies the spec', () => {
    const big = AUTO.replace('cpu = 2', 'cpu = 300');
    expect(choose(big, { remembered: { api: { provider: 'vultr', region: 'ewr' } } }).api).toMatch(
      /^(aws|google|azure) .* cheapest$/,
    );
  });
});

describe('auto goes only where machines can do what is needed', () => {
  it.each([
    ['a secret', 'secrets = { TOKEN = "env:TOKEN" }'],
    ['a variable with a reference', 'env = { TOKEN = "env:TOKEN" }'],
    ['an end of its own', 'ttl = "1h"\nexpire_itself = true'],
    ['no public address', 'public_ip = false'],
  ])('and not to clouds that cannot give %s', (_, line) => {
    const providers = ['digitalocean', 'vultr', 'aws'];
    const allowed = { providers, regions: null };
    expect(choose(AUTO, { allowed }).api).not.toMatch(/^aws /);
    expect(choose(`${AUTO}${line}\n`, { allowed }).api).toMatch(/^aws /);
  });

  it('also where it went before', () => {
    const remembered = { api: { provider: 'vultr', region: 'ewr' } };
    expect(choose(AUTO, { remembered }).api).toMatch(/^vultr /);
    expect(choose(`${AUTO}secrets = { A = "env:A" }\n`, { remembered }).api).not.toMatch(/^vultr /);
  });
});

it('each machine that does not exist is a Problem at its table, all in one run', () => {
  const { problems, choices } = choose(
    `[deploy.a]\nprovider = "aws"\n${SIZE.replace('cpu = 2', 'cpu = 1000')}[deploy.b]\nprovider = "vultr"\n${SIZE}` +
      `gpu_count = 8\n[deploy.c]\nprovider = "aws"\n${SIZE}`,
  );
  expect(problems.map(({ code, place }) => [code, place?.line])).toEqual([
    ['nothing-fits', 3],
    ['nothing-fits', 10],
  ]);
  expect([...choices.keys()]).toEqual(['c']);
});

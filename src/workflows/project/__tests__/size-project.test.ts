import { bundled } from '../../../pricing/__tests__/bundled';
import type { Plan } from '../../../plan/plan';
import type { InMemoryPorts } from '../../../testing/in-memory-ports';
import { loadShop, REQUEST, SHOP, shopPorts } from '../../__tests__/shop';
import { autoClouds } from '../auto-clouds';
import { loadProject } from '../load-project';
import { sizeProject } from '../size-project';
import type { SizeRequest } from '../size-project';

const ANYWHERE = { file: 'helix.toml', line: 1, column: 1 };
const PLAIN: SizeRequest = { mode: 'apply', reselect: false, approved: null };

/** A project with a machine on AWS. */
function machinePorts(size: string): { ports: InMemoryPorts; loaded: string[] } {
  const machine = `[deploy.vm]\nprovider = "aws"\nregion = "us-east-1"\nimage = "nginx"\n${size}`;
  const ports = shopPorts({ 'helix.toml': `${SHOP}\n${machine}` });
  const loaded: string[] = [];
  const prices: InMemoryPorts['prices'] = {
    load: (_, provider) => {
      loaded.push(provider);
      return Promise.resolve(bundled(provider));
    },
  };
  return { ports: { ...ports, prices }, loaded };
}

describe('sizing a project', () => {
  it('without machines reads no prices', async () => {
    const ports = shopPorts();
    const project = await sizeProject(ports, await loadShop(ports), null, PLAIN);
    expect(project.books.size).toBe(0);
  });

  it('chooses a machine by the prices of the clouds in use alone', async () => {
    const { ports, loaded } = machinePorts('cpu = 2\nmemory_gb = 4\n');
    const project = await sizeProject(ports, await loadShop(ports), null, PLAIN);
    expect(loaded).toEqual(['aws']);
    const machine = project.choices.get('vm');
    expect(machine).toMatchObject({ provider: 'aws', region: 'us-east-1' });
    const inputs = project.desired.resources.find(({ address }) => address === 'instance.vm')?.inputs;
    expect(inputs?.['instance_type']).toBe(machine?.type);
  });

  it('is refused where no machine fits', async () => {
    const { ports } = machinePorts('cpu = 2\nmemory_gb = 4\ngpu_count = 1\ngpu_type = "no-such"\n');
    const sizing = sizeProject(ports, await loadShop(ports), null, PLAIN);
    await expect(sizing).rejects.toMatchObject({ kind: 'config', message: 'not every machine can be had' });
  });

  it('goes without a machine that does not fit, where the plan only destroys', async () => {
    const { ports } = machinePorts('cpu = 2\nmemory_gb = 4\ngpu_count = 1\ngpu_type = "no-such"\n');
    const project = await sizeProject(ports, await loadShop(ports), null, { ...PLAIN, mode: 'destroy' });
    expect(project.choices.size).toBe(0);
  });

  it('keeps the machine that an approved plan chose', async () => {
    const { ports } = machinePorts('cpu = 2\nmemory_gb = 4\n');
    const loaded = await loadShop(ports);
    const fresh = await sizeProject(ports, loaded, null, PLAIN);
    const after = fresh.desired.resources.find(({ address }) => address === 'instance.vm')?.inputs;
    const changes = [
      { address: 'instance.vm', kind: 'instance', after: { ...after, instance_type: 'm6i.large' } },
    ];
    const approved = { changes, unsupported: [] } as unknown as Plan;
    const project = await sizeProject(ports, loaded, null, { ...PLAIN, approved });
    expect(project.choices.get('vm')?.type).toBe('m6i.large');
  });

  it('chooses for `auto` among the clouds that can be applied, and says which it left out', async () => {
    const toml = `${SHOP}\n[deploy.vm]\nprovider = "auto"\nimage = "nginx"\ncpu = 2\nmemory_gb = 4\n`;
    const plain = shopPorts({ 'helix.toml': toml });
    const prices: InMemoryPorts['prices'] = { load: (_, provider) => Promise.resolve(bundled(provider)) };
    const terraform: InMemoryPorts['engines'][number] = {
      name: 'terraform',
      usesEndpoint: false,
      applies: ({ provider }) => provider === 'vultr',
      load: () => Promise.reject(new Error('not needed')),
    };
    const ports = { ...plain, prices, engines: [...plain.engines, terraform] };
    const loaded = await loadProject(ports, REQUEST);
    expect((await sizeProject(ports, loaded, null, PLAIN)).choices.get('vm')?.provider).toBe('vultr');
    expect(autoClouds(ports, loaded.config)).toEqual({
      clouds: ['vultr'],
      leftOut: ['aws', 'google', 'azure', 'digitalocean'],
    });
    const policy = { ...loaded.config.policy, allowedProviders: { value: ['google'], source: ANYWHERE } };
    expect(autoClouds(ports, { policy })).toEqual({ clouds: ['google'], leftOut: ['google'] });
  });
});

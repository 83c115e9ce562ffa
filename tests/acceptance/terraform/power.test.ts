import { terraformCloud } from '../../../stacks';
import { callWith } from '../../../src/adapters/cloud-api/call-cloud';
import { fetchFrom } from '../../../src/adapters/http/node-fetch';
import { switchMachine } from '../../../src/adapters/terraform/power/switch-machine';
import { Arm } from '../azure/cloud/arm';
import { DigitalOceanCloud, TOKEN as DIGITALOCEAN_TOKEN } from '../digitalocean/cloud/digitalocean-cloud';
import { GoogleCloud, PROJECT, TOKEN as GOOGLE_OAUTH_ACCESS_TOKEN } from '../google/cloud/google-cloud';
import { Certificates } from '../hosts/certificates';
import { StandIn } from '../stand-in/stand-in';
import type { Vendor } from '../stand-in/vendor';
import { KEY as VULTR_API_KEY, VultrCloud } from '../vultr/cloud/vultr-cloud';

/** A cloud with one machine, which runs. */
interface World {
  readonly vendor: Vendor;
  readonly variables: Readonly<Record<string, string>>;
  /** Makes the machine, and returns its id. */
  readonly make: (post: (path: string, body: unknown) => Promise<string>) => Promise<string>;
  readonly isStopped: (id: string) => boolean;
  /** Ends what the cloud has begun. */
  readonly settle: () => void;
  /** The operations that start, stop and restart it. */
  readonly operations: readonly [string, string, string];
}

const GROUP = '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/g';
const ZONE = `projects/${PROJECT}/zones/us-east1-b`;

const WORLDS: Readonly<Record<string, () => World>> = {
  google: () => {
    const vendor = new GoogleCloud();
    vendor.operations.running.polls = 1;
    const id = `${ZONE}/instances/api`;
    return {
      vendor,
      variables: { GOOGLE_OAUTH_ACCESS_TOKEN },
      make: async (post) => {
        await post(`/compute/v1/${ZONE}/instances`, {
          name: 'api',
          machineType: `${ZONE}/machineTypes/n2-standard-2`,
          disks: [
            {
              boot: true,
              autoDelete: true,
              initializeParams: {
                sourceImage: 'projects/ubuntu-os-cloud/global/images/family/ubuntu-2404-lts-amd64',
                diskSizeGb: '20',
                diskType: 'pd-balanced',
              },
            },
          ],
          networkInterfaces: [{ network: 'global/networks/default' }],
        });
        return id;
      },
      isStopped: () => vendor.compute.instances.get(id)?.status === 'TERMINATED',
      settle: () => vendor.operations.running.settle(),
      operations: ['compute.instances.start', 'compute.instances.stop', 'compute.instances.reset'],
    };
  },
  azure: () => {
    const vendor = new Arm();
    vendor.operations.polls = 1;
    const type = 'Microsoft.Compute/virtualMachines';
    const id = `${GROUP}/providers/${type}/api`;
    return {
      vendor,
      variables: {
        ARM_TENANT_ID: '11111111-2222-3333-4444-666666666666',
        ARM_CLIENT_ID: '11111111-2222-3333-4444-777777777777',
        ARM_CLIENT_SECRET: 'client-s3cr3t-value',
      },
      make: () => {
        const group = { id: GROUP, name: 'g', type: 'Microsoft.Resources/resourceGroups', body: {} };
        const storageProfile = { osDisk: { createOption: 'FromImage' } };
        const properties = { osProfile: { customData: '' }, storageProfile };
        const body = { location: 'eastus', properties };
        for (const one of [group, { id, name: 'api', type, body }]) vendor.store.put(one);
        return Promise.resolve(id);
      },
      isStopped: () => vendor.stopped.has(id.toLowerCase()),
      settle: () => vendor.operations.settle(),
      operations: ['machine.start', 'machine.deallocate', 'machine.restart'],
    };
  },
  digitalocean: () => {
    const vendor = new DigitalOceanCloud();
    return {
      vendor,
      variables: { DIGITALOCEAN_TOKEN },
      make: async (post) => {
        const wanted = { name: 'api', region: 'nyc3', size: 's-1vcpu-1gb', image: 'ubuntu-24-04-x64' };
        const { droplet } = JSON.parse(await post('/v2/droplets', wanted)) as { droplet: { id: number } };
        vendor.operations.settle();
        vendor.operations.polls = 1;
        return `${droplet.id}`;
      },
      isStopped: (id) => vendor.droplets.get(Number(id))?.status === 'off',
      settle: () => vendor.operations.settle(),
      operations: ['droplets.act', 'droplets.act', 'droplets.act'],
    };
  },
  vultr: () => {
    const vendor = new VultrCloud();
    return {
      vendor,
      variables: { VULTR_API_KEY },
      make: async (post) => {
        const wanted = { region: 'ewr', plan: 'vc2-1c-1gb', os_id: 2284 };
        return (JSON.parse(await post('/v2/instances', wanted)) as { instance: { id: string } }).instance.id;
      },
      isStopped: (id) => vendor.stopped.has(id),
      settle: () => undefined,
      operations: ['instances.start', 'instances.halt', 'instances.reboot'],
    };
  },
};

describe.each(Object.keys(WORLDS))('the power of a machine on %s', (name) => {
  const cloud = terraformCloud(name);
  let world: World;
  let standIn: StandIn;
  let certificates: Certificates;
  let id: string;
  beforeEach(async () => {
    world = WORLDS[name]!();
    certificates = new Certificates('IP:127.0.0.1');
    standIn = await StandIn.start(world.vendor, certificates);
    const call = caller(world.variables);
    id = await world.make(async (path, body) => {
      const json = { type: 'json', text: JSON.stringify(body) } as const;
      return (await call('r', { method: 'POST', path, body: json })).text;
    });
    world.settle();
  });
  afterEach(async () => {
    await standIn.stop();
    certificates.remove();
    expect(standIn.violations).toEqual([]);
  });

  function caller(variables: World['variables']) {
    const fetch = fetchFrom({ SSL_CERT_FILE: certificates.ca });
    return callWith(cloud, { variables, endpointUrl: standIn.url, home: null, fetch });
  }
  const clock = {
    monotonicMs: () => 0,
    // The cloud ends what it has begun while somebody waits for it.
    sleep: () => {
      world.settle();
      return Promise.resolve();
    },
  };
  function turn(verb: 'start' | 'stop' | 'restart', variables = world.variables) {
    const machine = { address: 'instance.api', id, region: 'us-east1' } as const;
    return switchMachine(machine, verb, { cloud, call: caller(variables), clock });
  }

  it('is switched by the calls of the vendor, and not twice', async () => {
    const [start, stop, restart] = world.operations;
    const seen: boolean[] = [];
    for (const verb of ['start', 'stop', 'stop', 'restart', 'restart'] as const) {
      await turn(verb);
      world.settle();
      seen.push(world.isStopped(id));
    }
    expect(seen).toEqual([false, true, true, false, false]);
    const asked = standIn.log.flatMap(({ operation }) => operation ?? []);
    expect(asked.filter((one) => world.operations.includes(one)).slice(-3)).toEqual([stop, start, restart]);
  });

  it('stays as it is for whoever has no credentials, or wrong ones', async () => {
    await expect(turn('stop', { PATH: '' })).rejects.toMatchObject({ kind: 'auth' });
    const wrong = Object.fromEntries(Object.keys(world.variables).map((one) => [one, 'wr0ng-s3cr3t']));
    const error = await turn('stop', wrong).catch((cause: unknown) => cause as Error);
    expect(error).toMatchObject({ kind: 'auth', message: expect.not.stringContaining('wr0ng') as unknown });
    expect(world.isStopped(id)).toBe(false);
  });

  it('reports a machine that is gone, and a refusal in the words of the cloud', async () => {
    const [, stop] = world.operations;
    standIn.faults.add(stop, { status: 429 });
    await expect(turn('stop')).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/answered 429 about instance\.api: .*[a-z]/) as unknown,
    });
    id = id.replace(/...$/, '999');
    await expect(turn('stop')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

it('a machine that ignores the request to end is switched off after a while', async () => {
  const cloud = terraformCloud('digitalocean');
  let now = 0;
  let isOff = false;
  const asked: string[] = [];
  await switchMachine({ address: 'instance.api', id: '7', region: 'nyc3' }, 'stop', {
    cloud,
    clock: { monotonicMs: () => now, sleep: (ms) => Promise.resolve(void (now += ms)) },
    call: (_, { body }) => {
      if (body !== null) asked.push(`${(JSON.parse(body.text) as { type: string }).type} at ${now > 90_000}`);
      if (body?.text.includes('power_off')) isOff = true;
      const droplet = { status: isOff ? 'off' : 'active' };
      return Promise.resolve({ status: 200, text: JSON.stringify({ droplet }) });
    },
  });
  expect(asked).toEqual(['shutdown at false', 'power_off at true']);
});

import { bundled } from '../../../pricing/__tests__/bundled';
import { decodeBook } from '../../../pricing/book/decode-book';
import { encodeBook } from '../../../pricing/book/encode-book';
import type { BookContents } from '../../../pricing/book/price-book';
import { awsIndex, awsPath, awsRegion, azureItem, azureMachines, googleSku, INDEX, up } from './answers';
import { PriceServer } from './price-server';

let server: PriceServer;
beforeEach(async () => (server = await new PriceServer().start()));
afterEach(() => server.stop());

/** As it comes back from its text. */
function book(contents: BookContents) {
  const { provider } = contents;
  return decodeBook(encodeBook(contents), { provider, origin: 'project', file: `${provider}.prices` });
}

describe('the AWS price list', () => {
  it('gives on-demand prices of Linux on shared hardware, gp3, and types that are new; others stay', async () => {
    server.json({
      [INDEX]: awsIndex('us-east-1', 'eu-west-1'),
      [awsPath('us-east-1')]: awsRegion('us-east-1'),
      [awsPath('eu-west-1')]: awsRegion('eu-west-1'),
    });
    const progress: string[] = [];
    const { contents } = server.refresh('aws', ['us-east-1', 'eu-west-1'], { progress });
    const [before, after] = [bundled('aws'), book(await contents)];
    expect(after.offer('us-east-1', 'm5.large')).toMatchObject({ onDemand: '0.1056', asOf: '2026-11-01' });
    expect(after.offers('eu-west-1')?.length).toBe(before.offers('eu-west-1')!.length + 1);
    expect(after.offer('us-east-1', 'm99.xlarge')).toMatchObject({
      onDemand: '0.25',
      type: { vcpu: 4, memoryGib: 16 },
    });
    expect(after.typeNamed('m99.metal')).toBeUndefined();
    expect(after.typeNamed('g99.xlarge')).toBeUndefined();
    expect(after.productPrice('us-east-1', 'ebs-gp3')).toMatchObject({ price: '0.088', asOf: '2026-11-01' });
    expect(after.offer('us-west-2', 'm5.large')).toEqual(before.offer('us-west-2', 'm5.large'));
    expect(after.offer('us-east-1', 'm5.large')?.spot).toBe(before.offer('us-east-1', 'm5.large')?.spot);
    expect(after.asOf).toBe('2026-11-01');
    expect(progress).toEqual([
      `aws us-east-1: ${before.offers('us-east-1')!.length + 2} prices (1 of 2)`,
      `aws eu-west-1: ${before.offers('eu-west-1')!.length + 2} prices (2 of 2)`,
    ]);
  });

  it('gives nothing for a region that AWS does not list', async () => {
    server.json({ [INDEX]: awsIndex('us-east-1') });
    await expect(server.refresh('aws', ['eu-west-1']).contents).rejects.toThrow(
      'no price list for the region eu-west-1',
    );
  });
});

describe('Azure Retail Prices', () => {
  it('give on-demand and spot prices, disks and addresses over all pages', async () => {
    const machines = azureMachines('westeurope');
    const half = Math.floor(machines.length / 2);
    server.answer = (request, response) => {
      const { searchParams } = new URL(request.url ?? '', server.url);
      const filter = searchParams.get('$filter') ?? '';
      const next = `https://prices.azure.com:443/api/retail/prices?$skip=1000&$filter=${encodeURIComponent(filter)}`;
      const answer = (Items: unknown[], NextPageLink: string | null = null) =>
        response.end(JSON.stringify({ BillingCurrency: 'USD', Items, NextPageLink, Count: Items.length }));
      expect(filter).toContain("armRegionName eq 'westeurope'");
      if (filter.includes('Virtual Machines')) {
        if (searchParams.get('$skip') === null) answer(machines.slice(0, half), next);
        else answer(machines.slice(half));
      } else if (filter.includes('Storage')) {
        answer([
          azureItem({
            retailPrice: 10.5,
            meterName: 'E10 LRS Disk',
            unitOfMeasure: '1/Month',
            productName: 'Standard SSD Managed Disks',
          }),
          azureItem({ retailPrice: 0.002, meterName: 'E10 LRS Disk Operations', unitOfMeasure: '10K' }),
          azureItem({ retailPrice: 23, meterName: 'P10 LRS Disk', unitOfMeasure: '1/Month' }),
        ]);
      } else answer([azureItem({ retailPrice: 0.005, meterName: 'Standard IPv4 Static Public IP' })]);
    };
    const { contents } = server.refresh('azure', ['westeurope']);
    const [before, after] = [bundled('azure'), book(await contents)];
    expect(after.offers('westeurope')?.length).toBe(before.offers('westeurope')!.length);
    const known = before.offer('westeurope', 'Standard_D2s_v5')!;
    const fresh = after.offer('westeurope', 'Standard_D2s_v5')!;
    expect(Number(fresh.onDemand)).toBeCloseTo(Number(up(known.onDemand)), 9);
    expect(Number(fresh.spot)).toBeCloseTo(Number(up(known.spot!)), 9);
    expect(after.productPrice('westeurope', 'standard-ssd-e10-lrs-128gib')?.price).toBe('10.5');
    expect(after.productPrice('westeurope', 'premium-ssd-p10-lrs-128gib')?.price).toBe('23');
    expect(after.productPrice('westeurope', 'public-ipv4-static-regional')?.price).toBe('3.65');
    expect(after.offer('eastus', 'Standard_D2s_v5')).toEqual(before.offer('eastus', 'Standard_D2s_v5'));
    expect(server.requests).toHaveLength(4);
  });
});

describe("Google's catalogue", () => {
  it('gives types that are sums of cores and memory; GPU types stay, and the key is in a header alone', async () => {
    const pages: Record<string, unknown> = {
      '': {
        skus: [
          googleSku('E2 Instance Core running in Americas', 30_000_000),
          googleSku('E2 Instance Ram running in Americas', 4_000_000),
          googleSku('E2 Custom Instance Core running in Americas', 99_000_000),
          googleSku('Spot Preemptible E2 Instance Core running in Americas', 10_000_000, 'Preemptible'),
        ],
        nextPageToken: 'more/==',
      },
      'more/==': {
        skus: [
          googleSku('Spot Preemptible E2 Instance Ram running in Americas', 1_000_000, 'Preemptible'),
          googleSku('Balanced PD Capacity', 110_000_000, 'OnDemand', 'GiBy.mo'),
          googleSku('External IP Charge on a Standard VM', 6_000_000),
        ],
        nextPageToken: '',
      },
    };
    server.answer = (request, response) => {
      const token = new URL(request.url ?? '', server.url).searchParams.get('pageToken') ?? '';
      response.end(JSON.stringify(pages[token]));
    };
    const { contents } = server.refresh('google', ['us-central1'], { env: { GOOGLE_API_KEY: 'my-key' } });
    const [before, after] = [bundled('google'), book(await contents)];
    expect(after.offer('us-central1', 'e2-standard-2')).toMatchObject({ onDemand: '0.092', spot: '0.028' });
    expect(after.offer('us-central1', 'e2-micro')).toMatchObject({ onDemand: '0.0115' });
    expect(after.offer('us-central1', 'a2-highgpu-1g')).toEqual(before.offer('us-central1', 'a2-highgpu-1g'));
    expect(after.productPrice('us-central1', 'pd-balanced')?.price).toBe('0.11');
    expect(after.productPrice('us-central1', 'external-ipv4-in-use-vm')?.price).toBe('4.38');
    expect(server.requests.map(({ headers }) => headers['x-goog-api-key'])).toEqual(['my-key', 'my-key']);
    expect(server.requests.some(({ url }) => url.includes('my-key'))).toBe(false);
  });

  it('says which key it lacks', async () => {
    await expect(server.refresh('google', ['us-central1']).contents).rejects.toMatchObject({
      kind: 'auth',
      hint: expect.stringContaining('GOOGLE_API_KEY') as string,
    });
    expect(server.requests).toEqual([]);
  });
});

describe("DigitalOcean's sizes", () => {
  it('give prices, the disk of each plan and the regions that have it', async () => {
    const sizes = bundled('digitalocean')
      .offers('nyc3')!
      .map(({ type, onDemand }) => ({
        slug: type.name,
        memory: type.memoryGib * 1024,
        vcpus: type.vcpu,
        disk: 80,
        transfer: 4.0,
        price_monthly: 24.0,
        price_hourly: Number(onDemand),
        regions: type.name === 'c-2' ? ['nyc3'] : ['nyc3', 'fra1'],
        available: true,
        description: 'Basic',
      }));
    const half = Math.floor(sizes.length / 2);
    server.json({
      '/v2/sizes?per_page=200&page=1': {
        sizes: sizes.slice(0, half),
        links: { pages: { next: 'https://api.digitalocean.com/v2/sizes?page=2', last: '2' } },
        meta: { total: sizes.length },
      },
      '/v2/sizes?per_page=200&page=2': { sizes: sizes.slice(half), links: {}, meta: { total: sizes.length } },
    });
    const env = { DIGITALOCEAN_TOKEN: 'my-token' };
    const { contents } = server.refresh('digitalocean', ['nyc3', 'fra1'], { env });
    const after = book(await contents);
    expect(after.offer('nyc3', 'c-2')).toMatchObject({ onDemand: '0.0625', type: { diskGb: 80 } });
    expect(after.offer('fra1', 'c-2')).toBeUndefined();
    expect(server.requests[0]?.headers.authorization).toBe('Bearer my-token');
  });
});

describe("Vultr's plans", () => {
  it('give prices an hour of the month, disks and regions; what cannot be ordered is left out', async () => {
    const plans = bundled('vultr')
      .offers('ewr')!
      .map(({ type, onDemand }) => ({
        id: type.name,
        vcpu_count: type.vcpu,
        ram: type.memoryGib * 1024,
        disk: 55,
        disk_count: 1,
        bandwidth: 2048,
        monthly_cost: Math.round(Number(onDemand) * 730),
        type: 'vc2',
        locations: ['ewr'],
      }));
    const dear = { ...plans[0], id: 'vx9-4c-8gb', monthly_cost: 73, deploy_ondemand: false };
    const part = { ...plans[0], id: 'vcg-b300-1c-2g-4vram', monthly_cost: 73 };
    server.json({
      '/v2/plans?per_page=500': {
        plans: [...plans, dear, part],
        meta: { total: 2, links: { next: 'abc', prev: '' } },
      },
      '/v2/plans?per_page=500&cursor=abc': {
        plans: [{ ...plans[0], id: 'vx1-2c-8gb', monthly_cost: 73 }],
        meta: { total: 1, links: { next: '', prev: '' } },
      },
    });
    const after = book(await server.refresh('vultr', ['ewr']).contents);
    expect(after.offer('ewr', 'vc2-1c-1gb')).toMatchObject({ onDemand: '0.006849', type: { diskGb: 55 } });
    expect(after.offer('ewr', 'vx1-2c-8gb')).toMatchObject({ onDemand: '0.1' });
    expect(after.typeNamed('vx9-4c-8gb')).toBeUndefined();
    expect(after.typeNamed('vcg-b300-1c-2g-4vram')).toBeUndefined();
  });
});

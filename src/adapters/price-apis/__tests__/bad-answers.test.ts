import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsIndex, awsPath, awsRegion, INDEX } from './answers';
import { PriceServer } from './price-server';

let server: PriceServer;
beforeEach(async () => (server = await new PriceServer().start()));
afterEach(() => server.stop());

const VULTR = '/v2/plans?per_page=500';
const PLANS = () => readFileSync(join(__dirname, 'vultr-plans.json'), 'utf8');

describe('a price API', () => {
  it.each([
    ['answers 500', (response: Response) => response.writeHead(500).end(), 'it answered 500'],
    ['answers 404', (response: Response) => response.writeHead(404).end(), 'it answered 404'],
    ['answers no JSON', (response: Response) => response.end('<html>busy</html>'), 'cannot read prices from'],
    [
      'stops in the middle',
      (response: Response) => response.end('{"plans":[{"id":"vc2-1c'),
      'ends in the middle',
    ],
    ['hangs up in the middle', cutOff, 'cannot read prices from'],
    [
      'moves away',
      (response: Response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      'cannot read',
    ],
  ] as const)('that %s is an error, and leaves no book', async (_, answer, why) => {
    server.answer = (_request, response) => void answer(response);
    const { contents } = server.refresh('vultr', ['ewr'], { attempts: 2 });
    await expect(contents).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining(why) as string,
    });
  });

  it.each([
    ['answers nothing at all', () => undefined],
    ['stops sending', (response: Response) => response.write('{"plans":[')],
  ] as const)('that %s is not waited for without an end', async (_, answer) => {
    server.answer = (_request, response) => void answer(response);
    const { contents } = server.refresh('vultr', ['ewr'], { timeoutMs: 100, attempts: 2 });
    await expect(contents).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('it sent nothing for too long') as string,
    });
  });

  it('that refuses the key is an error that does not tell it', async () => {
    server.answer = (_, response) => response.writeHead(401).end('bad token my-token');
    const { contents } = server.refresh('digitalocean', ['nyc3'], {
      env: { DIGITALOCEAN_TOKEN: 'my-token' },
    });
    const error = await contents.catch(
      (thrown: unknown) => thrown as Error & { hint?: string; kind?: string },
    );
    expect(error).toMatchObject({ kind: 'auth' });
    expect(JSON.stringify(error)).not.toContain('my-token');
    expect((error as Error).message).not.toContain('my-token');
    expect(server.requests).toHaveLength(1);
  });

  it('that lacks most of what was known is not believed', async () => {
    server.json({
      [VULTR]: {
        plans: [
          { id: 'vc2-1c-1gb', vcpu_count: 1, ram: 1024, disk: 25, monthly_cost: 5, locations: ['ewr'] },
        ],
        meta: { total: 1, links: { next: '' } },
      },
    });
    await expect(server.refresh('vultr', ['ewr']).contents).rejects.toThrow(
      /answered prices of 1 of \d+ known types/,
    );
    expect(existsSync(join(server.root, '.helix', 'prices', 'vultr.jsonl'))).toBe(false);
  });

  it.each([
    ['negative', -5],
    ['no number', 'five dollars'],
    ['nothing', 0],
    ['beyond all reason', 1e30],
  ])('that has a price that is %s has no price there', async (_, cost) => {
    const good = JSON.parse(PLANS()) as { plans: { id: string; monthly_cost: unknown }[] };
    good.plans[0]!.monthly_cost = cost;
    server.json({ [VULTR]: good });
    const { offers } = await server.refresh('vultr', ['ewr']).contents;
    const names = offers.get('ewr')!.map(({ type }) => type.name);
    expect(names).not.toContain(good.plans[0]!.id);
    expect(names).toContain(good.plans[1]!.id);
  });

  it('that goes round in a circle is left', async () => {
    server.answer = (_, response) => response.end('{"plans":[],"meta":{"links":{"next":"again"}}}');
    await expect(server.refresh('vultr', ['ewr']).contents).rejects.toThrow('without an end');
  });

  it('that fails once is asked again, no sooner than it wishes', async () => {
    let failures = 1;
    server.answer = (_, response) => {
      if (failures-- > 0) response.writeHead(429, { 'retry-after': '0.3' }).end();
      else response.end(PLANS());
    };
    const started = performance.now();
    const { offers } = await server.refresh('vultr', ['ewr']).contents;
    expect(offers.get('ewr')!.length).toBeGreaterThan(10);
    expect(performance.now() - started).toBeGreaterThan(280);
  });

  it('that is slow, but keeps sending, is waited for', async () => {
    const text = PLANS();
    server.answer = (_, response) => {
      const size = Math.ceil(text.length / 8);
      const send = (at: number): void => {
        if (at >= text.length) response.end();
        else {
          response.write(text.slice(at, at + size));
          setTimeout(() => send(at + size), 300);
        }
      };
      send(0);
    };
    const { contents } = server.refresh('vultr', ['ewr'], { timeoutMs: 2_000, attempts: 1 });
    expect((await contents).offers.get('ewr')!.length).toBeGreaterThan(10);
  });
});

describe('a refresh that broke off', () => {
  const regions = ['us-east-1', 'eu-west-1'];
  const good = { [INDEX]: awsIndex(...regions), [awsPath('us-east-1')]: awsRegion('us-east-1') };
  const whole = { ...good, [awsPath('eu-west-1')]: awsRegion('eu-west-1') };
  const asked = (region: string): number =>
    server.requests.filter(({ url }) => url === awsPath(region)).length;
  const file = (): string => join(server.root, '.helix', 'prices', 'aws.jsonl');

  it('continues after an interruption, and is removed when the book is written', async () => {
    server.json(good);
    await expect(server.refresh('aws', regions).contents).rejects.toThrow('it answered 404');
    server.json(whole);
    const progress: string[] = [];
    const { apis, contents } = server.refresh('aws', regions, { progress });
    expect((await contents).offers.get('us-east-1')!.length).toBeGreaterThan(100);
    expect(asked('us-east-1')).toBe(1);
    expect(progress[0]).toBe('aws: continuing after 1 pages that were read before');
    await apis.finish({ provider: 'aws', root: server.root });
    expect(existsSync(file())).toBe(false);
  });

  it('reads again what was torn', async () => {
    server.json(good);
    await expect(server.refresh('aws', regions).contents).rejects.toThrow('it answered 404');
    appendFileSync(file(), '{"found":{"region":"eu-we');
    server.json(whole);
    expect((await server.refresh('aws', regions).contents).offers.get('eu-west-1')!.length).toBeGreaterThan(
      100,
    );
    expect([asked('us-east-1'), asked('eu-west-1')]).toEqual([1, 2]);
  });

  it('starts anew for other regions', async () => {
    server.json(good);
    await expect(server.refresh('aws', regions).contents).rejects.toThrow('it answered 404');
    await server.refresh('aws', ['us-east-1']).contents;
    expect(asked('us-east-1')).toBe(2);
  });

  it('by Ctrl-C says so, and keeps what was read', async () => {
    const stop = new AbortController();
    server.answer = (request, response) => {
      if (request.url === INDEX) response.end(JSON.stringify(whole[INDEX]));
      else if (request.url === awsPath('us-east-1'))
        response.end(JSON.stringify(whole[awsPath('us-east-1')]));
      else stop.abort();
    };
    await expect(server.refresh('aws', regions, { signal: stop.signal }).contents).rejects.toMatchObject({
      kind: 'cancelled',
    });
    expect(readFileSync(file(), 'utf8').trim().split('\n')).toHaveLength(2);
  });
});

describe('an answer that is larger than what may be held', () => {
  it('is read value by value: 64 MB of it take less room than their text', async () => {
    const list = awsRegion('us-east-1');
    // Products and terms that nobody wants, as most are.
    const block = Array.from({ length: 200 }, (_, index) => {
      const attributes = { note: 'x'.repeat(900), usagetype: `HostUsage:${index}`, vcpu: '96' };
      return `"X${index}":${JSON.stringify({ sku: 'X', productFamily: 'Dedicated Host', attributes })},`;
    }).join('');
    const blocks = Math.ceil((32 * 1024 * 1024) / block.length);
    let sent = 0;
    server.answer = (request, response) => {
      if (request.url === INDEX) return void response.end(JSON.stringify(awsIndex('us-east-1')));
      void (async () => {
        const send = async (text: string): Promise<void> => {
          sent += text.length;
          if (!response.write(text)) await once(response, 'drain');
        };
        await send(`{"products":{${JSON.stringify(list.products).slice(1, -1)},`);
        for (let count = 0; count < blocks; count += 1) await send(block);
        await send(`"END":{}},"terms":{"OnDemand":${JSON.stringify(list.terms.OnDemand)},"Reserved":{`);
        for (let count = 0; count < blocks; count += 1) await send(block);
        response.end('"END":{}}}}');
      })();
    };
    global.gc?.();
    const before = process.memoryUsage().heapUsed;
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().heapUsed)), 20);
    const { offers } = await server.refresh('aws', ['us-east-1']).contents;
    clearInterval(watch);
    expect(offers.get('us-east-1')!.length).toBeGreaterThan(600);
    expect(sent).toBeGreaterThan(64 * 1024 * 1024);
    // Garbage that is not collected yet counts too.
    expect(most - before).toBeLessThan(sent);
  });
});

type Response = Parameters<PriceServer['answer']>[1];

function cutOff(response: Response): void {
  response.writeHead(200, { 'content-length': '100000' });
  response.write('{"plans":[');
  setTimeout(() => response.destroy(), 20);
}

import { walkGraph } from '../graph-walk';

interface Node {
  readonly key: string;
  readonly after: readonly string[];
}

function node(key: string, ...after: string[]): Node {
  return { key, after };
}

/** Runs a walk in which each node takes a turn of the event loop, and notes what happens. */
async function walk(
  nodes: readonly Node[],
  options: { failing?: string; stopAfter?: string; parallelism?: number },
) {
  const log: string[] = [];
  let running = 0;
  let most = 0;
  let stopped = false;
  const results = await walkGraph<string, Node>(
    nodes,
    async ({ key }) => {
      running += 1;
      most = Math.max(most, running);
      log.push(`start ${key}`);
      await new Promise(setImmediate);
      log.push(`end ${key}`);
      running -= 1;
      if (key === options.stopAfter) stopped = true;
      return key !== options.failing;
    },
    { parallelism: options.parallelism ?? 10, stopped: () => stopped },
  );
  return {
    log,
    most,
    results: Object.fromEntries([...results].map(([key, { type }]) => [key, type])),
    all: results,
  };
}

describe('walkGraph', () => {
  it('starts nothing before what it needs has ended', async () => {
    const { log } = await walk([node('c', 'a', 'b'), node('a'), node('b', 'a')], {});
    expect(log).toEqual(['start a', 'end a', 'start b', 'end b', 'start c', 'end c']);
  });

  it('runs at most as many at a time as it is told', async () => {
    const nodes = Array.from({ length: 20 }, (_, index) => node(String(index)));
    expect((await walk(nodes, { parallelism: 3 })).most).toBe(3);
  });

  it('skips all that depends on a failure, naming it, and continues with the rest', async () => {
    const nodes = [node('a'), node('b', 'a'), node('c', 'b'), node('d'), node('e', 'd')];
    const { results, all } = await walk(nodes, { failing: 'a' });
    expect(results).toEqual({ a: 'failed', b: 'skipped', c: 'skipped', d: 'done', e: 'done' });
    expect(all.get('c')).toEqual({ type: 'skipped', because: 'a' });
  });

  it('starts nothing more once it is stopped', async () => {
    const { results } = await walk([node('a'), node('b'), node('c', 'a')], {
      stopAfter: 'a',
      parallelism: 1,
    });
    expect(results).toEqual({ a: 'done', b: 'not-started', c: 'not-started' });
  });

  it('throws what a node throws, after what runs has ended', async () => {
    const ended: string[] = [];
    const walking = walkGraph<string, Node>(
      [node('a'), node('b'), node('c', 'b')],
      async ({ key }) => {
        await new Promise(setImmediate);
        if (key === 'a') throw new Error('lease lost');
        await new Promise(setImmediate);
        ended.push(key);
        return true;
      },
      { parallelism: 10, stopped: () => false },
    );
    await expect(walking).rejects.toThrow('lease lost');
    expect(ended).toEqual(['b']);
  });

  it('walks a chain of 20,000 and a star of 20,000', async () => {
    const chain = Array.from({ length: 20_000 }, (_, index) =>
      node(String(index), ...(index > 0 ? [String(index - 1)] : [])),
    );
    const star = Array.from({ length: 20_000 }, (_, index) => node(`s${index}`, '0'));
    const results = await walkGraph<string, Node>(
      [...chain, ...star],
      ({ key }) => Promise.resolve(key !== '0'),
      {
        parallelism: 10,
        stopped: () => false,
      },
    );
    expect(results.get('19999')?.type).toBe('skipped');
    expect(results.get('s19999')?.type).toBe('skipped');
  });
});

import { walkGraph } from '../graph-walk';

interface Node {
  readonly key: string;
  readonly after: readonly string[];
}

function node(key: string, ...after: string[]): Node {
  return { key, after };
}

/** Runs a walk in which each node takes a turn of the event loop, and notes what happens. */
async function walk(nodes: readonly Node[], options: { stopAfter?: string; parallelism?: number }) {
  const log: string[] = [];
  let running = 0;
  let most = 0;
  let stopped = false;
  await walkGraph<string, Node>(
    nodes,
    async ({ key }) => {
      running += 1;
      most = Math.max(most, running);
      log.push(`start ${key}`);
      await new Promise(setImmediate);
      log.push(`end ${key}`);
      running -= 1;
      if (key === options.stopAfter) stopped = true;
    },
    { parallelism: options.parallelism ?? 10, stopped: () => stopped },
  );
  return { log, most };
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

  it('starts nothing more once it is stopped', async () => {
    const { log } = await walk([node('a'), node('b'), node('c', 'a')], {
      stopAfter: 'a',
      parallelism: 1,
    });
    expect(log).toEqual(['start a', 'end a']);
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
    const walked = new Set<string>();
    await walkGraph<string, Node>(
      [...chain, ...star],
      ({ key }) => {
        walked.add(key);
        return Promise.resolve();
      },
      { parallelism: 10, stopped: () => false },
    );
    expect([walked.size, walked.has('19999'), walked.has('s19999')]).toEqual([40_000, true, true]);
  });
});

/** A node of the walk; `after` names nodes that must end well before it starts. */
export interface WalkNode<K> {
  readonly key: K;
  readonly after: readonly K[];
}

export type WalkResult<K> =
  | { readonly type: 'done' }
  | { readonly type: 'failed' }
  /** Not run, since `because`, which it needs, failed. */
  | { readonly type: 'skipped'; readonly because: K }
  /** Not run, since the walk was stopped. */
  | { readonly type: 'not-started' };

/**
 * Runs every node once what it needs is done, up to `parallelism` at a time. A failure lets running work finish, skips
 * what depends on it and continues with the rest. When `stopped` turns true nothing more is started.
 * @throws what `run` throws, after running work has ended; nothing more is started then
 */
export async function walkGraph<K, N extends WalkNode<K>>(
  nodes: readonly N[],
  run: (node: N) => Promise<boolean>,
  options: { readonly parallelism: number; readonly stopped: () => boolean },
): Promise<ReadonlyMap<K, WalkResult<K>>> {
  const results = new Map<K, WalkResult<K>>();
  const { waiting, dependants } = edgesOf<K, N>(nodes);
  const ready = nodes.filter((node) => waiting.get(node.key) === 0);
  let next = 0;
  const thrown: unknown[] = [];

  // A loop and not a recursion: a failure may be followed by a chain of 10,000 that wait for it.
  const settle = (first: K, outcome: WalkResult<K>): void => {
    const settled: [K, WalkResult<K>][] = [[first, outcome]];
    for (let entry = settled.pop(); entry !== undefined; entry = settled.pop()) {
      const [key, result] = entry;
      if (results.has(key)) continue;
      results.set(key, result);
      const failure = result.type === 'failed' ? key : result.type === 'skipped' ? result.because : null;
      for (const dependant of dependants.get(key) ?? []) {
        if (failure !== null) settled.push([dependant.key, { type: 'skipped', because: failure }]);
        else if (left(dependant.key) === 0 && !results.has(dependant.key)) ready.push(dependant);
      }
    }
  };
  const left = (key: K): number => {
    const count = (waiting.get(key) ?? 1) - 1;
    waiting.set(key, count);
    return count;
  };
  await new Promise<void>((resolve) => {
    let running = 0;
    const advance = (): void => {
      while (running < options.parallelism && thrown.length === 0 && !options.stopped()) {
        const node = ready[next];
        if (node === undefined) break;
        next += 1;
        running += 1;
        run(node)
          .then(
            (succeeded) => settle(node.key, { type: succeeded ? 'done' : 'failed' }),
            (error: unknown) => thrown.push(error),
          )
          .finally(() => {
            running -= 1;
            advance();
          });
      }
      if (running === 0) resolve();
    };
    advance();
  });
  if (thrown.length > 0) throw thrown[0];
  for (const node of nodes) if (!results.has(node.key)) results.set(node.key, { type: 'not-started' });
  return results;
}

function edgesOf<K, N extends WalkNode<K>>(nodes: readonly N[]) {
  const waiting = new Map(nodes.map((node) => [node.key, new Set(node.after).size]));
  const dependants = new Map<K, N[]>();
  for (const node of nodes) {
    for (const key of new Set(node.after)) {
      const list = dependants.get(key);
      if (list === undefined) dependants.set(key, [node]);
      else list.push(node);
    }
  }
  return { waiting, dependants };
}

/** A node of the walk; `after` names nodes that must have ended before it starts. */
export interface WalkNode<K> {
  readonly key: K;
  readonly after: readonly K[];
}

/**
 * Runs every node once everything it needs has ended, up to `parallelism` at a time. When `stopped` turns true nothing more
 * is started.
 * @throws what `run` throws, after running work has ended; nothing more is started then
 */
export async function walkGraph<K, N extends WalkNode<K>>(
  nodes: readonly N[],
  run: (node: N) => Promise<void>,
  options: { readonly parallelism: number; readonly stopped: () => boolean },
): Promise<void> {
  const { waiting, dependants } = edgesOf<K, N>(nodes);
  const ready = nodes.filter((node) => waiting.get(node.key) === 0);
  let next = 0;
  const thrown: unknown[] = [];
  const settle = (key: K): void => {
    for (const dependant of dependants.get(key) ?? []) {
      const left = (waiting.get(dependant.key) ?? 1) - 1;
      waiting.set(dependant.key, left);
      if (left === 0) ready.push(dependant);
    }
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
            () => settle(node.key),
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

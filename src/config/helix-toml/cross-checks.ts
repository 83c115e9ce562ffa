import type { HelixInstance, LocalInstance } from '../config';
import type { DeclaredTable } from './instances/declared-tables';
import { DEFAULT_PORT } from './instances/local-instance';
import type { Place } from '../text/places';
import type { ProblemList } from '../validation/problems';

/** Reports duplicate names of instances, and names that clouds do not distinguish (`Api`, `api`; `a_b`, `a-b`). */
export function checkDuplicateNames(declared: readonly DeclaredTable[], problems: ProblemList): void {
  const seen = new Map<string, DeclaredTable>();
  for (const table of declared) {
    const key = table.name.toLowerCase().replaceAll('_', '-');
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, table);
      continue;
    }
    problems.error({
      code: 'duplicate-name',
      message:
        first.name === table.name
          ? `\`${table.label}\` has the name of \`${first.label}\`, ${where(first.place())}.`
          : `\`${table.label}\` and \`${first.label}\`, ${where(first.place())}, get the same name in a cloud.`,
      hint: 'Names must be unique across all tables: rename one of the two.',
      place: table.place,
    });
  }
}

/** Warns of two local instances on one port, which cannot run at the same time. */
export function checkPorts(
  locals: readonly { readonly instance: LocalInstance; readonly place: () => Place }[],
  problems: ProblemList,
): void {
  const seen = new Map<number, LocalInstance>();
  const free = freePorts(new Set(locals.map(({ instance }) => instance.port)), DEFAULT_PORT);
  for (const { instance, place } of locals) {
    const first = seen.get(instance.port);
    if (first === undefined) {
      seen.set(instance.port, instance);
      continue;
    }
    const suggestion = free.next().value;
    problems.warning({
      code: 'duplicate-port',
      message: `\`local.${instance.name}\` has port ${instance.port}, as \`local.${first.name}\` on line ${first.source.line}: only one of them can run.`,
      hint: suggestion === undefined ? undefined : `Give it another port: \`port = ${suggestion}\`.`,
      place,
    });
  }
}

/** Reports two tables with one `cluster_id`, which would overwrite each other's cluster. */
export function checkClusterIds(
  clusters: readonly { readonly instance: HelixInstance; readonly place: () => Place }[],
  problems: ProblemList,
): void {
  const seen = new Map<string, HelixInstance>();
  for (const { instance, place } of clusters) {
    const first = seen.get(instance.clusterId);
    if (first === undefined) {
      seen.set(instance.clusterId, instance);
      continue;
    }
    problems.error({
      code: 'duplicate-cluster-id',
      message: `\`cloud.${instance.name}\` has the \`cluster_id\` of \`cloud.${first.name}\` on line ${first.source.line}.`,
      hint: 'Each cluster needs its own id: choose another one.',
      place,
    });
  }
}

function where({ file, line }: Place): string {
  return `${file}:${line}`;
}

/** Yields the free ports, each once. */
function* freePorts(taken: ReadonlySet<number>, from: number): Generator<number, undefined> {
  for (let port = from; port <= 65_535; port += 1) if (!taken.has(port)) yield port;
  return undefined;
}

import fc from 'fast-check';

/** A cluster as it is declared; null leaves a key out. */
export interface DeclaredCluster {
  readonly name: string;
  readonly id: string;
  readonly region: string | null;
  readonly size: string | null;
  readonly ttl: string | null;
  readonly protect: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly buildMode: string | null;
  readonly bm25: boolean | null;
}

/** A project that is valid, whatever is drawn. */
export interface AnyProject {
  readonly defaults: { readonly region: string | null; readonly ttl: string | null };
  readonly clusters: readonly DeclaredCluster[];
  /** Tables that need another engine: they are planned, and not applied. */
  readonly others: readonly string[];
  /** The `.hx` files below `db/`. */
  readonly queries: Readonly<Record<string, string>>;
}

// Few names and ids, so that two projects have many in common: then the one is an edit of the other.
const NAMES = ['a', 'b', 'c', 'd', 'e'];
const IDS = ['id-1', 'id-2', 'id-3', 'id-4', 'id-5', 'id-6'];
const orNone = <T>(...values: T[]) => fc.constantFrom(null, ...values);
const region = orNone('us-east-1', 'eu-west-1', 'ap-southeast-1');
const ttl = orNone('1d', '7d', '2w', '1d12h');

const settings = fc.record({
  region,
  ttl,
  size: orNone('small', 'medium', 'large'),
  protect: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  env: fc.dictionary(
    fc.constantFrom('MODE', 'KEY', 'LEVEL'),
    fc.constantFrom('fast', 'slow', 'env:OPENAI_API_KEY', 'ü "quoted" \\'),
    { maxKeys: 2 },
  ),
  buildMode: orNone('dev', 'debug', 'release'),
  bm25: orNone(true, false),
});

const clusters = fc
  .tuple(
    fc.shuffledSubarray(NAMES, { minLength: 1, maxLength: 4 }),
    fc.shuffledSubarray(IDS, { minLength: NAMES.length }),
    fc.array(settings, { minLength: NAMES.length, maxLength: NAMES.length }),
  )
  .map(([names, ids, all]) =>
    names.map((name, index): DeclaredCluster => ({ name, id: ids[index]!, ...all[index]! })),
  );

const OTHERS = [
  '[cloud.images.ghcr]\nrepository_name = "acme/images"',
  '[cloud.shop.ecr]\nregion = "us-east-1"\nrepository_name = "shop"',
  '[local.dev]\nport = 6969',
  '[deploy.api]\nprovider = "aws"\nregion = "us-east-1"\ncpu = 2\nmemory_gb = 4\nstorage_gb = 20',
];

/** Any project of clusters; with `others`, also of what this version plans and does not apply. */
export function anyProject({ others = false } = {}): fc.Arbitrary<AnyProject> {
  return fc.record({
    defaults: fc.record({ region, ttl }),
    clusters,
    others: others ? fc.subarray(OTHERS) : fc.constant([]),
    queries: fc.dictionary(
      fc.constantFrom('schema.hx', 'queries.hx', 'more/users.hx'),
      fc.constantFrom('N::User { name: String }\n', 'N::Item { price: F64 }\n', '// nothing yet\n'),
      { maxKeys: 2 },
    ),
  });
}

/** Its helix.toml. `sorted` puts the tables into another order. */
export function tomlOf(
  project: AnyProject,
  sorted: (tables: readonly string[]) => readonly string[] = (tables) => tables,
): string {
  const { defaults } = project;
  const own = [
    ['region', defaults.region],
    ['ttl', defaults.ttl],
  ].flatMap(([key, value]) => (value === null ? [] : `${key} = ${JSON.stringify(value)}\n`));
  const tables = [
    '[project]\nname = "papertrail"\n',
    ...(own.length === 0 ? [] : [`[defaults]\n${own.join('')}`]),
    ...project.clusters.map(tableOf),
    ...project.others.map((table) => `${table}\n`),
  ];
  return sorted(tables).join('\n');
}

function tableOf({
  name,
  id,
  region: at,
  size,
  ttl: life,
  protect,
  env,
  buildMode,
  bm25,
}: DeclaredCluster): string {
  const keys: readonly (readonly [string, string | boolean | null])[] = [
    ['cluster_id', id],
    ['region', at],
    ['size', size],
    ['ttl', life],
    ['protect', protect ? true : null],
    ['build_mode', buildMode],
    ['bm25', bm25],
  ];
  const lines = keys.flatMap(([key, value]) => (value === null ? [] : `${key} = ${JSON.stringify(value)}\n`));
  const variables = Object.entries(env).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  if (variables.length > 0) lines.push(`env_vars = { ${variables.join(', ')} }\n`);
  return `[cloud.${name}.helix]\n${lines.join('')}`;
}

/** Returns what must exist after an apply, one line per cluster: `id region size owner variables files`. */
export function clustersWanted({ clusters: declared, defaults, queries }: AnyProject): readonly string[] {
  return declared
    .map(({ name, id, region: at, size, env }) =>
      [
        id,
        at ?? defaults.region ?? 'us-east-1',
        // Without a size a cluster keeps the one that it has.
        size ?? '*',
        `cluster.${name}`,
        Object.keys(env).sort().join('+'),
        Object.keys(queries).sort().join('+'),
        'running',
      ].join(' '),
    )
    .sort();
}

/** The same of clusters as the API shows them; the size is left out where `wanted` does not say one. */
export function clustersSeen(
  clusters: readonly Readonly<Record<string, unknown>>[],
  { clusters: declared }: AnyProject,
): readonly string[] {
  return (clusters as unknown as readonly SeenCluster[])
    .map((cluster) => {
      const { size } = declared.find(({ id }) => id === cluster.cluster_id) ?? { size: '' };
      return [
        cluster.cluster_id,
        cluster.region,
        size === null ? '*' : cluster.size,
        cluster.owner.address,
        [...cluster.env_vars].sort().join('+'),
        Object.keys(cluster.deployment?.files ?? {})
          .sort()
          .join('+'),
        cluster.state,
      ].join(' ');
    })
    .sort();
}

interface SeenCluster {
  readonly cluster_id: string;
  readonly region: string;
  readonly size: string;
  readonly state: string;
  readonly owner: { readonly address: string };
  readonly env_vars: readonly string[];
  readonly deployment: { readonly files: Readonly<Record<string, string>> } | null;
}

/**
 * The edits that lead from one project to another past `protect`: what would be deleted or replaced is protected neither
 * before nor while that is done.
 */
export function steps(from: AnyProject, to: AnyProject): readonly AnyProject[] {
  const regionIn = ({ defaults }: AnyProject, { region: at }: DeclaredCluster) =>
    at ?? defaults.region ?? 'us-east-1';
  const moved = new Set(
    from.clusters.flatMap((cluster) => {
      const next = to.clusters.find(({ name }) => name === cluster.name);
      const stays = next?.id === cluster.id && regionIn(to, next) === regionIn(from, cluster);
      return stays ? [] : [cluster.name];
    }),
  );
  const isInTheWay = ({ protect, name }: DeclaredCluster) => protect && moved.has(name);
  const freed = (project: AnyProject): AnyProject => ({
    ...project,
    clusters: project.clusters.map((cluster) =>
      isInTheWay(cluster) ? { ...cluster, protect: false } : cluster,
    ),
  });
  return [
    ...(from.clusters.some(isInTheWay) ? [freed(from)] : []),
    ...(to.clusters.some(isInTheWay) ? [freed(to)] : []),
    to,
  ];
}

/** Whether clusters exchange their ids: each waits for the other to give its own up, so that one apply cannot do it. */
export function exchangesIds(from: AnyProject, to: AnyProject): boolean {
  const giverOf = ({ name, id }: DeclaredCluster) => {
    const giver = from.clusters.find((cluster) => cluster.id === id);
    return giver?.name === name ? undefined : to.clusters.find((next) => next.name === giver?.name);
  };
  return to.clusters.some((cluster) => {
    let giver = giverOf(cluster);
    for (let left = to.clusters.length; left > 0 && giver !== undefined; left -= 1) {
      if (giver.name === cluster.name) return true;
      giver = giverOf(giver);
    }
    return false;
  });
}

import {
  address,
  andPerhaps,
  byAddress,
  count,
  flag,
  listOf,
  mapOf,
  nullable,
  object,
  objectOf,
  oneOf,
  text,
  time,
  type Check,
} from './shape';

const attribution = andPerhaps(
  objectOf({ by: text, at: time, commit: nullable(text), planDigest: nullable(text) }),
  { budgetOverride: text },
);
const engine = oneOf('helix-cloud', 'terraform', 'docker', 'fly', 'none');

const recordKeys = objectOf({
  address,
  kind: oneOf('cluster', 'registry_repo', 'image', 'instance', 'ttl_policy'),
  name: text,
  engine,
  provider: text,
  region: nullable(text),
  inputs: object,
  inputsDigest: text,
  outputs: object,
  dependsOn: listOf(address),
  protect: flag,
  ttlSeconds: nullable(count),
  createdAt: time,
  renewedAt: nullable(time),
  renewedForSeconds: nullable(count),
  expiresAt: nullable(time),
  status: oneOf('ready', 'stopped', 'failed'),
  applied: attribution,
});
const record = andPerhaps(recordKeys, { lowered: object });

const tombstone = objectOf({
  address,
  expiredAt: time,
  destroyedAt: time,
  ttlSeconds: count,
  applied: attribution,
  lifted: nullable(objectOf({ at: time, forSeconds: nullable(count) })),
});

const openMember = objectOf({
  address,
  action: oneOf('create', 'update', 'replace', 'delete', 'import'),
  key: text,
  target: nullable(record),
  prior: nullable(record),
  tombstone: nullable(tombstone),
});
const openKeys = { id: text, engine, at: time, members: listOf(openMember) };

const runKeys = objectOf({
  id: text,
  operation: text,
  ended: nullable(
    objectOf({ at: time, result: oneOf('done', 'failed', 'cancelled'), done: object, notDone: count }),
  ),
});
const run: Check = (value) => andPerhaps(runKeys, { approved: mapOf(text) })(value) ?? attribution(value);

/** A `State`. */
export const stateShape: Check = andPerhaps(
  objectOf({
    format: oneOf(1),
    lineage: text,
    serial: count,
    project: text,
    workspace: text,
    updatedAt: time,
    resources: byAddress(record),
    tombstones: byAddress(tombstone),
    open: listOf(andPerhaps(objectOf(openKeys), { notes: object })),
  }),
  { history: listOf(run), moved: objectOf({ to: text, by: text, at: time }), mirrors: mapOf(text) },
);

/** A `Snapshot`. */
export const snapshotShape: Check = objectOf({
  format: oneOf(1),
  journal: objectOf({ token: count, entries: count }),
  state: nullable(stateShape),
});

const begin = objectOf(openKeys);
const end = objectOf({
  id: text,
  at: time,
  members: listOf(objectOf({ address, record: nullable(record), tombstone: nullable(tombstone) })),
});
const entryType = objectOf({ type: oneOf('begin', 'end', 'run', 'notes', 'mirror') });
const ENTRIES: Readonly<Record<string, Check>> = {
  begin,
  end,
  run: objectOf({ run }),
  notes: objectOf({ id: text, notes: object }),
  mirror: objectOf({ name: text, text: nullable(text) }),
};

/** A `JournalEntry`. */
export const entryShape: Check = (value) =>
  entryType(value) ?? ENTRIES[(value as { type: string }).type]?.(value);

/** One line of a journal: what was made durable together. */
export const journalLineShape: Check = objectOf({ format: oneOf(1), entries: listOf(entryShape) });

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
  ofOneAddress,
  oneOf,
  text,
  time,
  withoutKeys,
  type Check,
} from './shape';

const attribution = andPerhaps(
  objectOf({ by: text, at: time, commit: nullable(text), planDigest: nullable(text) }),
  { budgetOverride: text },
);
export const engine = oneOf('helix-cloud', 'terraform', 'docker', 'fly', 'none');

export const kind = oneOf('cluster', 'registry_repo', 'image', 'instance', 'ttl_policy');

const recordKeys = objectOf({
  address,
  kind,
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

const openMember = ofOneAddress(
  objectOf({
    address,
    action: oneOf('create', 'update', 'replace', 'delete', 'import'),
    key: text,
    target: nullable(record),
    prior: nullable(record),
    tombstone: nullable(tombstone),
  }),
  ...['target', 'prior', 'tombstone'],
);
const openKeys = { id: text, engine, at: time, members: listOf(openMember) };

const runKeys = objectOf({
  id: text,
  operation: text,
  ended: nullable(
    objectOf({ at: time, result: oneOf('done', 'failed', 'cancelled'), done: object, notDone: count }),
  ),
});
const run: Check = (value) => andPerhaps(runKeys, { approved: mapOf(text) })(value) ?? attribution(value);

const moved = objectOf({ to: text, by: text, at: time });
const stateKeys = {
  format: oneOf(1),
  lineage: text,
  serial: count,
  project: text,
  workspace: text,
  updatedAt: time,
  open: listOf(andPerhaps(objectOf(openKeys), { notes: object })),
};

/** A `State`. */
export const stateShape: Check = andPerhaps(
  objectOf({ ...stateKeys, resources: byAddress(record), tombstones: byAddress(tombstone) }),
  { history: listOf(run), moved, mirrors: mapOf(text) },
);

const aboutSnapshot = { journal: objectOf({ token: count, entries: count }) };
const storedStates = listOf(andPerhaps(objectOf({ serial: count, name: text }), { base: text }));

/** A `WholeSnapshot`. */
export const wholeShape: Check = andPerhaps(
  objectOf({ format: oneOf(1), ...aboutSnapshot, state: nullable(stateShape) }),
  { states: storedStates },
);

const parts = ['resources', 'tombstones', 'mirrors', 'history'];
const required = [...Object.keys(stateKeys), 'resources', 'tombstones'];
const unset: Check = (value) =>
  listOf(text)(value) ??
  withoutKeys(...required)(Object.fromEntries((value as string[]).map((key) => [key, 0])));
const set: Check = (value) =>
  withoutKeys(...parts)(value) ?? andPerhaps(object, { ...stateKeys, moved })(value);
const delta = andPerhaps(objectOf({ unset, set }), {
  resources: byAddress(nullable(record)),
  tombstones: byAddress(nullable(tombstone)),
  mirrors: mapOf(nullable(text)),
  history: objectOf({ dropped: listOf(text), runs: listOf(run) }),
});

/** A `DeltaSnapshot`. */
export const deltaShape: Check = andPerhaps(objectOf({ format: oneOf(2), ...aboutSnapshot, delta }), {
  states: storedStates,
});

const begin = objectOf(openKeys);
const endedMember = ofOneAddress(
  objectOf({ address, record: nullable(record), tombstone: nullable(tombstone) }),
  ...['record', 'tombstone'],
);
const end = objectOf({
  id: text,
  at: time,
  members: listOf(endedMember),
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

import {
  address,
  andPerhaps,
  anything,
  count,
  decimal,
  flag,
  listOf,
  nullable,
  object,
  objectOf,
  oneOf,
  text,
  time,
  type Check,
} from '../state/shape';
import { engine, kind } from '../state/state-shape';

const source = nullable(objectOf({ file: text, line: count, column: count }));
const amount = nullable(decimal);
const digested = objectOf({ address, digest: text });

const costPart = objectOf({
  part: oneOf('compute', 'disk', 'public_ip', 'storage'),
  name: text,
  unit: oneOf('hours', 'GB-months', 'disk-months', 'address-months'),
  quantity: amount,
  price: amount,
  hourly: amount,
  monthly: amount,
  asOf: nullable(text),
});

const changeCost = objectOf({
  beforeHourly: amount,
  afterHourly: amount,
  beforeMonthly: amount,
  afterMonthly: amount,
  diffMonthly: amount,
  untilExpiry: amount,
  pricedAs: objectOf({ before: nullable(text), after: nullable(text) }),
  parts: objectOf({ before: listOf(costPart), after: listOf(costPart) }),
  spotSavingMonthly: amount,
});

const attribute = andPerhaps(objectOf({ path: text, forcesReplacement: flag }), {
  before: anything,
  after: anything,
});

const absent = oneOf(null);
const wanted = { after: object, protect: flag };
const ACTIONS: Readonly<Record<string, Check>> = {
  create: objectOf({ ...wanted, before: absent, reason: oneOf('new', 'gone', 'renewed') }),
  update: objectOf({
    ...{ ...wanted, before: object, attributes: listOf(attribute) },
    reason: oneOf('changed', 'drift', 'repair', 'import'),
  }),
  replace: objectOf({ ...wanted, before: object, attributes: listOf(attribute), losesData: flag }),
  delete: objectOf({
    ...{ before: object, after: absent },
    reason: oneOf('no-longer-declared', 'destroy', 'expired'),
  }),
  read: objectOf({ before: absent, after: object }),
};
const changeKeys = objectOf({
  address,
  kind,
  name: text,
  engine,
  provider: text,
  region: nullable(text),
  source,
  dependsOn: listOf(address),
  cost: nullable(changeCost),
  expiresAt: nullable(time),
  ttlSeconds: nullable(count),
  action: oneOf(...Object.keys(ACTIONS)),
});
const change: Check = (value) => changeKeys(value) ?? ACTIONS[(value as { action: string }).action]?.(value);

const refusal = andPerhaps(
  objectOf({
    code: oneOf('protect', 'endpoint-moved', 'foreign', 'budget', 'policy'),
    address: nullable(address),
    message: text,
    hint: text,
    source,
  }),
  { rule: text },
);

const DRIFT: Readonly<Record<string, Check>> = {
  gone: object,
  changed: objectOf({ attributes: listOf(attribute) }),
  foreign: objectOf({ owner: text }),
};
const driftKeys = objectOf({ address, type: oneOf(...Object.keys(DRIFT)) });
const drift: Check = (value) => driftKeys(value) ?? DRIFT[(value as { type: string }).type]?.(value);

const expiring = listOf(objectOf({ address, expiresAt: time }));
const expiry = objectOf({
  down: listOf(objectOf({ address, expiredAt: time })),
  expired: expiring,
  held: listOf(objectOf({ address, because: oneOf('protect', 'dependant', 'keeps'), by: nullable(address) })),
  next: expiring,
});

const planCost = objectOf({
  beforeMonthly: decimal,
  afterMonthly: decimal,
  diffMonthly: decimal,
  beforeHourly: decimal,
  afterHourly: decimal,
  unpriced: listOf(address),
  partlyUnpriced: listOf(objectOf({ address, parts: listOf(text) })),
  byUse: listOf(objectOf({ address, name: text, price: amount })),
  spotSavingMonthly: decimal,
  basis: oneOf('prices', 'sample'),
});

const budget = objectOf({
  monthlyUsd: amount,
  maxIncreaseUsd: amount,
  override: nullable(objectOf({ reason: text, broken: listOf(text) })),
});

const about = objectOf({
  helixVersion: text,
  now: time,
  lineage: nullable(text),
  serial: count,
  recordedAt: nullable(time),
  regionsAt: nullable(text),
  pricesAt: nullable(text),
  priceBooks: listOf(
    objectOf({ provider: text, asOf: text, digest: text, origin: oneOf('bundled', 'project') }),
  ),
  autoChoices: listOf(
    objectOf({ address, provider: text, region: text, type: text, of: count, next: nullable(text) }),
  ),
});

/** A `Plan`. */
export const planShape: Check = andPerhaps(
  objectOf({
    format: oneOf(1),
    digest: text,
    mode: oneOf('apply', 'destroy', 'expired'),
    project: text,
    workspace: text,
    endpoint: nullable(text),
    configDigest: text,
    targets: listOf(address),
    changes: listOf(change),
    unchanged: listOf(digested),
    reads: listOf(objectOf({ address, digest: nullable(text) })),
    unsupported: listOf(change),
    unresolved: listOf(address),
    refusals: listOf(refusal),
    drift: listOf(drift),
    stopped: listOf(address),
    expiry,
    cost: nullable(planCost),
    about,
  }),
  { budget },
);

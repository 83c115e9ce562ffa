import { costOver, sum, toCents } from '../pricing/amounts';
import type { Rates } from '../pricing/rates';
import { deploymentOf } from '../resources/deployment';
import type { ResourceRecord, State } from '../state/state';
import type { Address } from '../values/resource';

/** A preview as its state tells it. */
export interface PreviewFacts {
  readonly number: number;
  readonly resources: readonly Address[];
  /** `building`: an operation has begun whose end is not on record. */
  readonly state: 'building' | 'live' | 'failed';
  readonly urls: readonly string[];
  /** The creation of its first resource; null: none is on record yet. */
  readonly since: string | null;
  /** The earliest expiry of its resources; null: none expires. */
  readonly expiresAt: string | null;
  /** Dollars as decimal text; null where nothing in it has a price. */
  readonly monthlyUsd: string | null;
  readonly hourlyUsd: string | null;
  readonly soFarUsd: string | null;
  /** The resources that cost money and have no price. */
  readonly unpriced: readonly Address[];
  /** The author of its last apply. */
  readonly by: string | null;
}

/** Returns the facts about the preview of a pull request. `costs` tells what is charged by the hour. */
export function previewFacts(
  number: number,
  state: State,
  rates: Rates,
  costs: (record: ResourceRecord) => boolean,
  now: string,
): PreviewFacts {
  const records = Object.values(state.resources);
  const priced: { readonly record: ResourceRecord; readonly hourly: string; readonly monthly: string }[] = [];
  const unpriced: Address[] = [];
  for (const record of records.filter(costs)) {
    const { hourly, monthly } = rates(record);
    if (hourly === null || monthly === null) unpriced.push(record.address);
    else priced.push({ record, hourly, monthly });
  }
  const total = (amounts: readonly string[]): string | null => (amounts.length === 0 ? null : sum(amounts));
  const [by = null] = records
    .map(({ applied }) => applied)
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .map((applied) => applied.by);
  const monthly = total(priced.map((one) => one.monthly));
  return {
    number,
    resources: records.map(({ address }) => address),
    state:
      state.open.length > 0
        ? 'building'
        : records.some(({ status }) => status === 'failed')
          ? 'failed'
          : 'live',
    urls: records.flatMap(urlsOf),
    since: earliest(records.map(({ createdAt }) => createdAt)),
    expiresAt: expiryOfPreview(state),
    monthlyUsd: monthly === null ? null : toCents(monthly),
    hourlyUsd: total(priced.map((one) => one.hourly)),
    soFarUsd: total(
      priced.map(({ record, ...rate }) => costOver(rate, Math.max(0, secondsFrom(record.createdAt, now)))),
    ),
    unpriced,
    by,
  };
}

/** Returns when the first resource of a preview expires, also of those whose creation was interrupted; null: none does. */
export function expiryOfPreview({ resources, open }: Pick<State, 'resources' | 'open'>): string | null {
  const begun = open.flatMap(({ members }) => members.map(({ target }) => target));
  return earliest([...Object.values(resources), ...begun].flatMap((record) => record?.expiresAt ?? []));
}

/** Whether a preview has outlived its TTL. */
export function isOver(state: Pick<State, 'resources' | 'open'>, now: string): boolean {
  const expiresAt = expiryOfPreview(state);
  return expiresAt !== null && Date.parse(expiresAt) <= Date.parse(now);
}

/** Whether a state holds anything of a preview. */
export function isAnything({ resources, open }: Pick<State, 'resources' | 'open'>): boolean {
  return Object.keys(resources).length > 0 || open.length > 0;
}

function urlsOf(record: ResourceRecord): readonly string[] {
  if (record.kind !== 'cluster' && record.kind !== 'instance') return [];
  const { urls, publicAddress } = deploymentOf(record);
  if (urls.length > 0 || publicAddress === null) return urls;
  return [publicAddress];
}

function earliest(times: readonly string[]): string | null {
  return times.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

function secondsFrom(from: string, to: string): number {
  return Math.trunc((Date.parse(to) - Date.parse(from)) / 1000);
}

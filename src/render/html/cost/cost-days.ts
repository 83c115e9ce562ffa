import type { Plan } from '../../../plan/plan';
import { minus, sum, times, toCents } from '../../../pricing/amounts';
import type { Address } from '../../../values/resource';
import { secondsBetween } from '../../time-text';

/** The cost of one day, and what expires in it. */
export interface CostDay {
  /** The beginning of the day, counted from the plan's time. RFC 3339 UTC. */
  readonly from: string;
  /** Dollars, to the cent. */
  readonly cost: string;
  /** The resources that expire in it, soonest first. */
  readonly expiring: readonly Expiring[];
}

export interface Expiring {
  readonly address: Address;
  readonly at: string;
  /** The cost a month that ends with it. */
  readonly monthly: string;
}

/** The number of days that a report looks ahead. */
export const DAYS = 30;

const DAY_SECONDS = 86_400;

/**
 * Returns the cost of each of the next days, if the plan is applied now and everything that expires is destroyed at once.
 * Resources without a price are in no day; protected ones stay.
 */
export function costDays(plan: Plan): readonly CostDay[] {
  const running = runningAfter(plan);
  let hourly = sum(running.map((one) => one.hourly));
  return Array.from({ length: DAYS }, (_, day) => {
    const [start, end] = [day * DAY_SECONDS, (day + 1) * DAY_SECONDS];
    const ends = running
      .filter(({ seconds }) => seconds !== null && seconds < end && (seconds >= start || day === 0))
      .sort((a, b) => (a.seconds ?? 0) - (b.seconds ?? 0));
    const unused = sum(
      ends.map((one) => times(one.hourly, (end - Math.max(start, one.seconds ?? 0)) / 3_600)),
    );
    const cost = toCents(minus(times(hourly, 24), unused));
    hourly = minus(hourly, sum(ends.map((one) => one.hourly)));
    return {
      from: later(plan.about.now, start),
      cost,
      expiring: ends.map(({ address, seconds, monthly }) => ({
        address,
        at: later(plan.about.now, seconds ?? 0),
        monthly,
      })),
    };
  });
}

interface Running {
  readonly address: Address;
  readonly hourly: string;
  readonly monthly: string;
  /** The seconds until it expires; null if it never does. */
  readonly seconds: number | null;
}

/** Everything that exists after the plan and has a price. */
function runningAfter({ changes, kept, unsupported, expiry, about }: Plan): readonly Running[] {
  const held = new Set(expiry.held.map(({ address }) => address));
  return [...changes, ...kept, ...unsupported].flatMap((one) => {
    const { hourly, monthly } = { hourly: one.cost?.afterHourly, monthly: one.cost?.afterMonthly };
    if (one.action === 'delete' || hourly == null || monthly == null) return [];
    const stays = held.has(one.address) || ('protect' in one && one.protect);
    return [{ address: one.address, hourly, monthly, seconds: stays ? null : secondsLeft(one, about.now) }];
  });
}

function secondsLeft(
  { expiresAt, ttlSeconds }: Plan['changes'][number] | Plan['kept'][number],
  now: string,
): number | null {
  return expiresAt === null ? ttlSeconds : secondsBetween(now, expiresAt);
}

function later(now: string, seconds: number): string {
  return new Date(Date.parse(now) + seconds * 1_000).toISOString();
}

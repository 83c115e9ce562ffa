/** The fields that decide when a resource expires. */
export interface Lifetime {
  readonly createdAt: string;
  readonly renewedAt: string | null;
  readonly renewedForSeconds: number | null;
  readonly ttlSeconds: number | null;
}

// RFC 3339 has four digits for a year.
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Returns the expiry (RFC 3339 UTC), counted from the creation or the last renewal, and at most in the year 9999; null without a TTL. */
export function expiryOf(life: Lifetime): string | null {
  const seconds = life.renewedForSeconds ?? life.ttlSeconds;
  if (seconds === null) return null;
  const from = life.renewedAt !== null && life.renewedAt > life.createdAt ? life.renewedAt : life.createdAt;
  return new Date(Math.min(Date.parse(from) + seconds * 1000, LAST_MS)).toISOString();
}

/** What decides when a resource expires. */
export interface Lifetime {
  readonly createdAt: string;
  readonly renewedAt: string | null;
  readonly renewedForSeconds: number | null;
  readonly ttlSeconds: number | null;
}

/** RFC 3339 UTC of the end of a life: counted from creation or the last renewal, the later; null without a TTL. */
export function expiryOf(life: Lifetime): string | null {
  const seconds = life.renewedForSeconds ?? life.ttlSeconds;
  if (seconds === null) return null;
  const from = life.renewedAt !== null && life.renewedAt > life.createdAt ? life.renewedAt : life.createdAt;
  return new Date(Date.parse(from) + seconds * 1000).toISOString();
}

import { expiryOf } from '../expiry';

const life = { createdAt: '2026-01-01T00:00:00.000Z', renewedAt: null, renewedForSeconds: null };

it('a life ends by the year 9999, which is the last that can be written', () => {
  expect(expiryOf({ ...life, ttlSeconds: 60 })).toBe('2026-01-01T00:01:00.000Z');
  expect(expiryOf({ ...life, ttlSeconds: Number.MAX_SAFE_INTEGER })).toBe('9999-12-31T23:59:59.999Z');
});

import { differenceText, shortText } from '../difference-text';

const DIGEST = '0123456789abcdef'.repeat(4);

it('names the files that differ', () => {
  const before = { 'a.hx': '1', 'b.hx': '1' };
  const after = { 'a.hx': '2', 'b.hx': '1', 'queries.hx': '1', 'schema.hx': '1' };
  expect(differenceText({ path: 'queries', before, after })).toBe(
    'queries: 1 file changed: a.hx; 2 files added: queries.hx, schema.hx',
  );
  const many = Object.fromEntries('abcdefg'.split('').map((name) => [name, '1']));
  expect(differenceText({ path: 'queries', before: many, after: undefined })).toBe(
    'queries: 7 files removed: a, b, c, d, e and 2 more',
  );
});

it('shows values in plain words, and the beginning of a digest', () => {
  expect(differenceText({ path: 'size', before: undefined, after: 'small' })).toBe('size (none) -> small');
  expect(shortText(`docker.io/app@sha256:${DIGEST}`)).toBe('docker.io/app@sha256:0123456789ab...');
  expect(shortText({ LEVEL: 'debug', PORTS: [80, 443], on: true })).toBe(
    'LEVEL: debug, PORTS: [80, 443], on: true',
  );
  expect(shortText('x'.repeat(100))).toHaveLength(60);
});

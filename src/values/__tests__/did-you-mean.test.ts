import { didYouMean, nearestWord } from '../did-you-mean';
import { growth } from '../../testing/growth';

const KEYS = ['size', 'ttl', 'protect', 'region', 'build_mode', 'cluster_id', 'min_cpu'];

test.each([
  ['sise', 'size'],
  ['tlt', 'ttl'],
  ['protct', 'protect'],
  ['porteect', 'protect'],
  ['Region', 'region'],
  ['build-mode', 'build_mode'],
  ['CLUSTER_ID', 'cluster_id'],
  ['clsuterid', 'cluster_id'],
  ['minCpu', 'min_cpu'],
])('%s is taken for %s', (word, meant) => {
  expect(nearestWord(word, KEYS)).toBe(meant);
});

test('dashes do not count as errors', () => {
  expect(nearestWord('us-eest-2', ['ap-south-1', 'us-east-2'])).toBe('us-east-2');
});

test.each(['url', 'tag', 'zone', 'x', '', 'replicas', 'constructor'])('%j is taken for nothing', (word) => {
  expect(didYouMean(word, KEYS)).toBeUndefined();
});

test('the nearest wins, however many there are', () => {
  const keys = (count: number): string[] => Array.from({ length: count }, (_, index) => `key${index}`);
  expect(didYouMean('protect', [...keys(10_000), 'prospect', 'protects'])).toBe('Did you mean `protects`?');
  expect(growth(10_000, (count) => nearestWord('keyx5', keys(count)))).toBeLessThan(30);
});

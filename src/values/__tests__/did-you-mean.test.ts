import { didYouMean, nearestWord } from '../did-you-mean';

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

test('dashes are no slips', () => {
  expect(nearestWord('us-eest-2', ['ap-south-1', 'us-east-2'])).toBe('us-east-2');
});

test.each(['url', 'tag', 'zone', 'x', '', 'replicas', 'constructor'])('%j is taken for nothing', (word) => {
  expect(didYouMean(word, KEYS)).toBeUndefined();
});

test('the nearest wins, however many there are', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `key${index}`);
  expect(didYouMean('protect', [...many, 'prospect', 'protects'])).toBe('Did you mean `protects`?');
  const started = process.cpuUsage();
  for (let round = 0; round < 50; round += 1) nearestWord('keyx5', many);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(1_000);
});

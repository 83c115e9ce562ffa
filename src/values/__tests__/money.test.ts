import { formatUsd, formatUsdChange, formatUsdRate } from '../money';

test('amounts have cents and thousands separators', () => {
  expect(['0', '135.05', '1361', '1234567.891', '-30.37', '-0.001'].map(formatUsd)).toEqual([
    '$0.00',
    '$135.05',
    '$1,361.00',
    '$1,234,567.89',
    '-$30.37',
    '$0.00',
  ]);
});

test('differences show their sign', () => {
  expect(['67.52', '-30.37', '0'].map(formatUsdChange)).toEqual(['+$67.52', '-$30.37', '$0.00']);
});

test('rates keep their decimals', () => {
  expect(['0.185', '1.5', '2', '0.00001234', '1200.0001'].map(formatUsdRate)).toEqual([
    '$0.185',
    '$1.50',
    '$2.00',
    '$0.00001234',
    '$1,200.0001',
  ]);
});

import { fingerprint } from '../fingerprint';

test('a fingerprint is eight hex digits and the same on every machine', () => {
  expect(fingerprint('TOKEN', 'hunter2')).toMatch(/^[0-9a-f]{8}$/);
  expect(fingerprint('TOKEN', 'hunter2')).toBe(fingerprint('TOKEN', 'hunter2'));
});

test('another value or another name gives another fingerprint', () => {
  const prints = [
    fingerprint('TOKEN', 'hunter2'),
    fingerprint('TOKEN', 'hunter3'),
    fingerprint('KEY', 'hunter2'),
    fingerprint('TOKENh', 'unter2'),
  ];
  expect(new Set(prints).size).toBe(prints.length);
});

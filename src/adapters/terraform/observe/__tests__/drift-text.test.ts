import { driftTexts } from '../drift-text';

it('drift of a list names the added and the missing elements', () => {
  const rule = (port: number) => ({
    from_port: port,
    cidr_blocks: ['0.0.0.0/0'],
    description: '',
    self: false,
  });
  expect(driftTexts('aws_security_group.ingress', [rule(22), rule(80)], [rule(80), rule(443)])).toEqual({
    'aws_security_group.ingress':
      'from_port 22, cidr_blocks 0.0.0.0/0; without from_port 443, cidr_blocks 0.0.0.0/0',
  });
});

it('drift of a map names only the keys that differ', () => {
  expect(driftTexts('aws_instance.tags', { a: '1' }, { a: '1', b: '2' })).toEqual({
    'aws_instance.tags.b': '(none)',
  });
});

it('the text of drift stays short', () => {
  expect(driftTexts('x', 'y'.repeat(500), '')['x']).toHaveLength(100);
});

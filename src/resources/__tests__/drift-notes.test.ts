import * as fc from 'fast-check';
import { decodeDriftNotes, encodeDriftNotes, hasDriftNotes } from '../drift-notes';
import * as any from './arbitraries';
import { describeCodec } from './round-trip';

describeCodec('the notes of drift', {
  address: 'instance.api',
  sound: fc.record({ repairable: any.jsonObject, replacing: any.jsonObject, isGone: fc.boolean() }),
  encode: encodeDriftNotes,
  decode: decodeDriftNotes,
});

it('a resource without drift has no notes among its inputs', () => {
  expect(encodeDriftNotes({ repairable: {}, replacing: {}, isGone: false })).toEqual({});
  expect(hasDriftNotes('instance.api', { name: 'helix-api' })).toBe(false);
  expect(hasDriftNotes('instance.api', { replaced_outside: { 'aws_instance.ami': 'ami-2' } })).toBe(true);
});

import { approvalOf, finishedRun, isWithin } from '../approval';
import { simpleRate } from '../../pricing/rates';
import { planFor, recorded, state, wanted } from './world';

const edited = wanted('b', { inputs: { size: 'medium' } });
const approved = approvalOf(planFor([wanted('a'), edited], state([recorded('b'), recorded('old')])));

describe('the rest of an approved plan', () => {
  it.each([
    ['all of it', [recorded('b'), recorded('old')]],
    ['a part of it', [recorded('a'), recorded('b'), recorded('old')]],
    ['nothing', [recorded('a'), recorded('b', { inputs: { size: 'medium' } })]],
    ['the rest of a creation', [recorded('a', { inputs: { size: 'large' } }), recorded('b')]],
    [
      'a creation that never ran',
      [recorded('a', { status: 'failed', outputs: { never_ran: true } }), recorded('b')],
    ],
  ])('may be %s', (_, records) => {
    expect(isWithin(planFor([wanted('a'), edited], state(records)), approved)).toBe(true);
  });

  it.each([
    ['another outcome', [wanted('a', { inputs: { size: 'large' } }), edited], [recorded('b')]],
    ['another ttl', [wanted('a', { ttlSeconds: 3600 }), edited], [recorded('b')]],
    ['another resource', [wanted('a'), edited, wanted('c')], [recorded('b')]],
    ['the deletion of what was to be created', [edited], [recorded('a')]],
    [
      'a replacement of what was to be created',
      [wanted('a')],
      [recorded('a', { inputs: { region: 'eu-west-1' } })],
    ],
    [
      'a replacement of what was to be updated',
      [edited],
      [recorded('b', { inputs: { region: 'eu-west-1' } })],
    ],
    ['a deletion that nobody saw', [wanted('a'), edited], [recorded('other')]],
  ])('is never %s', (_, desired, records) => {
    expect(isWithin(planFor(desired, state(records)), approved)).toBe(false);
  });

  it('is nothing that another price makes dearer', () => {
    const rates = () => simpleRate('small', '9');
    const now = planFor([wanted('a')], state([]), { rates });
    expect(isWithin(now, approved)).toBe(false);
  });
});

describe('an approved plan that is applied again', () => {
  const done = [recorded('a'), recorded('b', { inputs: { size: 'medium' } })];
  const run = (result: 'done' | 'failed') => ({
    id: 'run-1',
    operation: 'apply',
    by: 'ada@host',
    at: '2026-11-18T09:12:00.000Z',
    commit: null,
    planDigest: 'helix1:approved',
    ended: { at: '2026-11-18T09:13:00.000Z', result, done: {}, notDone: 0 },
  });
  const after = (result: 'done' | 'failed') => ({ ...state(done), history: [run(result)] });
  const nothing = planFor([wanted('a'), edited], after('done'));

  it('is finished where a run did all of it and nothing is left to change', () => {
    expect(finishedRun('helix1:approved', after('done'), nothing)?.id).toBe('run-1');
  });

  it('is not finished where that run failed, nothing ran, or something is left to change', () => {
    const more = planFor([wanted('a'), edited, wanted('c')], after('done'));
    expect(finishedRun('helix1:approved', after('failed'), nothing)).toBeNull();
    expect(finishedRun('helix1:other', after('done'), nothing)).toBeNull();
    expect(finishedRun('helix1:approved', after('done'), more)).toBeNull();
  });
});

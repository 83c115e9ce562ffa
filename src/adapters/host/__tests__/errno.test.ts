import { readFileSync } from 'node:fs';
import { errnoOf } from '../errno';

function thrownBy(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

describe('errnoOf', () => {
  it('returns the code of a failed system call, and of no other error', () => {
    expect(errnoOf(thrownBy(() => readFileSync('/nowhere/at/all')))).toBe('ENOENT');
    expect(errnoOf(Object.assign(new Error('dns'), { code: 'EAI_AGAIN' }))).toBe('EAI_AGAIN');
    // An invalid argument is a bug, not a failed call.
    expect(errnoOf(thrownBy(() => readFileSync(true as unknown as string)))).toBeUndefined();
    expect(errnoOf(null)).toBeUndefined();
  });
});

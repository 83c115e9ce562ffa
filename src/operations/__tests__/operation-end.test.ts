import { sampleRecord, sampleTombstone } from '../../testing/sample-records';
import type { MemberResult } from '../../ports/engine';
import type { OpenMember } from '../../state/state';
import { endsOf } from '../operation-end';

const EXISTING = { inputs: { size: 'large' }, outputs: { url: 'https://web' }, status: 'ready' } as const;
const ERROR = { kind: 'failed', message: 'no quota' } as const;

function member(change: Partial<OpenMember> = {}): OpenMember {
  return {
    address: 'cluster.web',
    action: 'update',
    key: 'key',
    target: sampleRecord('cluster.web', { inputs: { size: 'large' }, ttlSeconds: 60 }),
    prior: sampleRecord('cluster.web', {
      inputs: { size: 'small' },
      ttlSeconds: 3600,
      outputs: { url: 'x' },
    }),
    tombstone: null,
    ...change,
  };
}

function end(one: OpenMember, result: Partial<MemberResult>) {
  return endsOf({ members: [one] }, [{ address: one.address, ...result } as MemberResult]);
}

describe('the end of an operation', () => {
  it('that succeeded records the target, with the outputs of what exists', () => {
    const { members, open } = end(member(), { outcome: 'done', existing: EXISTING });
    expect(open).toEqual([]);
    expect(members[0]?.record).toMatchObject({
      ttlSeconds: 60,
      outputs: EXISTING.outputs,
      inputs: { size: 'large' },
    });
  });

  it('that deleted its resource leaves the tombstone that was prepared', () => {
    const tombstone = sampleTombstone('cluster.web');
    const deleted = member({ action: 'delete', target: null, tombstone });
    expect(end(deleted, { outcome: 'done', existing: null }).members).toEqual([
      { address: 'cluster.web', record: null, tombstone },
    ]);
  });

  it('whose outcome is unknown stays open', () => {
    const result = { outcome: 'failed', existing: 'unknown', error: ERROR } as const;
    expect(end(member(), result)).toEqual({ members: [], open: ['cluster.web'] });
  });

  it('without a result stays open', () => {
    expect(endsOf({ members: [member()] }, [])).toEqual({ members: [], open: ['cluster.web'] });
  });

  it('that failed before it changed anything keeps the old record', () => {
    const one = member();
    const existing = { inputs: { size: 'small' }, outputs: { url: 'x' }, status: 'ready' } as const;
    const { members } = end(one, { outcome: 'failed', existing, error: ERROR });
    expect(members[0]?.record).toEqual(one.prior);
  });

  it('that failed halfway records what exists, with the lifetime that it had', () => {
    const { members } = end(member(), { outcome: 'failed', existing: EXISTING, error: ERROR });
    expect(members[0]?.record).toMatchObject({ inputs: { size: 'large' }, ttlSeconds: 3600 });
  });

  it('that failed and left nothing records nothing', () => {
    const created = member({ action: 'create', prior: null });
    const { members } = end(created, { outcome: 'failed', existing: null, error: ERROR });
    expect(members[0]?.record).toBeNull();
  });

  it('that moves a record leaves it at one address: the new one, or after a failure the old one', () => {
    const prior = sampleRecord('cluster.old', { outputs: { url: 'x' } });
    const moved = member({ movedFrom: 'cluster.old', prior });
    const addresses = (result: Partial<MemberResult>) =>
      end(moved, result).members.map(({ address, record }) => [address, record?.address ?? null]);
    expect(addresses({ outcome: 'done', existing: EXISTING })).toEqual([
      ['cluster.web', 'cluster.web'],
      ['cluster.old', null],
    ]);
    expect(addresses({ outcome: 'failed', existing: EXISTING, error: ERROR })).toEqual([
      ['cluster.old', 'cluster.old'],
      ['cluster.web', null],
    ]);
  });
});

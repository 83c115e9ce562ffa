import { NOW, planFor, recorded, state, tombstone, wanted } from '../../plan/__tests__/world';
import type { Plan } from '../../plan/plan';
import type { State } from '../../state/state';
import type { Operation } from '../operation';
import { operationsOf } from '../operations';

const APPLIED = { by: 'ada@host', at: NOW, commit: null, planDigest: 'helix1:1' };

function operations(plan: Plan, from: State): Operation[] {
  const records = new Map(Object.values(from.resources).map((record) => [record.address, record]));
  return operationsOf(plan, from, records, APPLIED, null);
}

function orders(all: readonly Operation[]): Record<string, readonly string[]> {
  return Object.fromEntries(all.map(({ member, after }) => [`${member.action} ${member.address}`, after]));
}

describe('the operations of a plan', () => {
  it('create a resource after those that it depends on', () => {
    const plan = planFor([wanted('web', { dependsOn: ['cluster.db'] }), wanted('db')], null);
    expect(orders(operations(plan, state([])))).toEqual({
      'create cluster.web': ['cluster.db'],
      'create cluster.db': [],
    });
  });

  it('destroy a resource after its dependants', () => {
    const from = state([recorded('web', { dependsOn: ['cluster.db'] }), recorded('db')]);
    expect(orders(operations(planFor([], from), from))).toEqual({
      'delete cluster.web': [],
      'delete cluster.db': ['cluster.web'],
    });
  });

  it('leave out dependencies that do not change', () => {
    const from = state([recorded('db')]);
    const plan = planFor([wanted('db'), wanted('web', { dependsOn: ['cluster.db'] })], from);
    expect(orders(operations(plan, from))).toEqual({ 'create cluster.web': [] });
  });

  it('count the lifetime of a new resource from its creation', () => {
    const plan = planFor([wanted('web', { ttlSeconds: 3600 })], null);
    const [operation] = operations(plan, state([]));
    expect(operation?.member.target).toMatchObject({
      createdAt: NOW,
      renewedAt: null,
      expiresAt: '2026-11-18T10:40:00.000Z',
      applied: APPLIED,
    });
  });

  it('keep the lifetime of an updated resource, and its outputs', () => {
    const old = recorded('web', {
      createdAt: '2026-11-18T09:00:00.000Z',
      ttlSeconds: 7200,
      outputs: { url: 'https://web' },
    });
    const from = state([old]);
    const plan = planFor([wanted('web', { inputs: { size: 'large' }, ttlSeconds: 7200 })], from);
    const [operation] = operations(plan, from);
    expect(operation?.member).toMatchObject({
      action: 'update',
      prior: old,
      target: { createdAt: old.createdAt, expiresAt: '2026-11-18T11:00:00.000Z', outputs: old.outputs },
    });
  });

  it('drop the time of a renewal once the TTL is edited', () => {
    const old = recorded('web', { ttlSeconds: 7200, renewedAt: NOW, renewedForSeconds: 60 });
    const from = state([old]);
    const [operation] = operations(planFor([wanted('web', { ttlSeconds: 3600 })], from), from);
    expect(operation?.member.target).toMatchObject({ renewedAt: NOW, renewedForSeconds: null });
  });

  it('bring a renewed resource back for the time that was given', () => {
    const from = state([], [tombstone('web', 3600, { at: NOW, forSeconds: 60 })]);
    const [operation] = operations(planFor([wanted('web', { ttlSeconds: 3600 })], from), from);
    expect(operation?.member.target).toMatchObject({
      renewedForSeconds: 60,
      expiresAt: '2026-11-18T09:41:00.000Z',
    });
  });

  it('leave a tombstone where a resource has expired', () => {
    const ended = recorded('web', { ttlSeconds: 60, expiresAt: '2026-11-18T09:00:00.000Z' });
    const from = state([ended]);
    const plan = planFor([wanted('web', { ttlSeconds: 60 })], from, { mode: 'expired' });
    expect(operations(plan, from)[0]?.member).toMatchObject({
      action: 'delete',
      tombstone: { address: 'cluster.web', expiredAt: ended.expiresAt, destroyedAt: NOW, ttlSeconds: 60 },
    });
  });
});

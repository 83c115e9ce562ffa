import { recorded } from '../../plan/__tests__/world';
import type { ResourceRecord } from '../../state/state';
import type { Address } from '../../values/resource';
import { orderAfterRelease } from '../name-handover';
import type { Operation } from '../operation';

function operation(
  name: string,
  prior: string | null,
  target: string | null,
  after: readonly Address[] = [],
): Operation {
  const record = (id: string | null): ResourceRecord | null =>
    id === null ? null : recorded(name, { inputs: { cluster_id: id } });
  return {
    member: {
      address: `cluster.${name}`,
      action: target === null ? 'delete' : prior === null ? 'create' : 'update',
      prior: record(prior),
      target: record(target),
      tombstone: null,
    },
    after,
  };
}

function afters(...operations: Operation[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    orderAfterRelease(operations).map(({ member, after }) => [member.address, after]),
  );
}

describe('a name that moves to another resource', () => {
  it('is created after the deletion of the one that had it', () => {
    expect(afters(operation('new', null, 'id-1'), operation('old', 'id-1', null))).toEqual({
      'cluster.new': ['cluster.old'],
      'cluster.old': [],
    });
  });

  it('is created after the update that releases it', () => {
    expect(afters(operation('new', null, 'id-1'), operation('old', 'id-1', 'id-2'))).toEqual({
      'cluster.new': ['cluster.old'],
      'cluster.old': [],
    });
  });

  it('adds no order among resources that keep their names', () => {
    expect(afters(operation('a', 'id-a', 'id-a'), operation('b', 'id-b', 'id-b'))).toEqual({
      'cluster.a': [],
      'cluster.b': [],
    });
  });

  it('never makes two wait for each other: where they swap names, one goes first', () => {
    const swapped = afters(operation('a', 'id-1', 'id-2'), operation('b', 'id-2', 'id-1'));
    expect(swapped).toEqual({ 'cluster.a': ['cluster.b'], 'cluster.b': [] });
  });

  it('never waits for a resource that waits for it in another way', () => {
    const chain = afters(
      operation('new', null, 'id-1'),
      operation('old', 'id-1', null, ['cluster.middle']),
      operation('middle', 'id-m', 'id-m', ['cluster.new']),
    );
    expect(chain['cluster.new']).toEqual([]);
  });
});

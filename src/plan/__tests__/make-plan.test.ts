import { simpleRate } from '../../pricing/rates';
import { canonicalJson } from '../../values/digest';
import type { Json } from '../../values/json';
import { whyUnsupported } from '../support';
import { NOW, planFor, recorded, state, tombstone, verbs, wanted } from './world';

const HOUR = 3600;

describe('apply', () => {
  it('creates what is declared and not recorded', () => {
    expect(verbs(planFor([wanted('a')], null))).toEqual(['create cluster.a']);
  });

  it('changes nothing when record and declaration agree', () => {
    const plan = planFor([wanted('a')], state([recorded('a')]));
    expect(plan.changes).toEqual([]);
    expect(plan.unchanged.map(({ address }) => address)).toEqual(['cluster.a']);
  });

  it('updates a size in place and says from what to what', () => {
    const plan = planFor([wanted('a', { inputs: { size: 'medium' } })], state([recorded('a')]));
    expect(plan.changes).toMatchObject([
      {
        action: 'update',
        attributes: [{ path: 'size', before: 'small', after: 'medium', forcesReplacement: false }],
      },
    ]);
  });

  it('replaces a cluster whose region is edited, and says that its data is lost', () => {
    const plan = planFor([wanted('a', { inputs: { region: 'eu-west-1' } })], state([recorded('a')]));
    expect(plan.changes).toMatchObject([
      { action: 'replace', losesData: true, attributes: [{ path: 'region', forcesReplacement: true }] },
    ]);
  });

  it('replaces a cluster whose id is edited', () => {
    const plan = planFor([wanted('a', { inputs: { cluster_id: 'other' } })], state([recorded('a')]));
    expect(verbs(plan)).toEqual(['replace cluster.a']);
  });

  it('replaces a cluster that never ran, which holds nothing', () => {
    const stuck = recorded('a', { status: 'failed', outputs: { never_ran: true } });
    const attributes = [{ path: 'status', before: 'never ran', after: 'ready', forcesReplacement: true }];
    expect(planFor([wanted('a')], state([stuck]))).toMatchObject({
      changes: [{ action: 'replace', losesData: false, attributes }],
      refusals: [],
    });
    const kept = wanted('a', { protect: true });
    expect(planFor([kept], state([{ ...stuck, protect: true }])).refusals).toMatchObject([
      { code: 'protect', hint: expect.stringMatching(/^It never ran and holds nothing/) as string },
    ]);
    expect(planFor([wanted('a')], state([{ ...stuck, protect: true }])).refusals).toEqual([]);
  });

  it('repairs a failed cluster in place, since it may hold data', () => {
    expect(planFor([wanted('a')], state([recorded('a', { status: 'failed' })])).changes).toMatchObject([
      { action: 'update', reason: 'repair', attributes: [{ path: 'status', before: 'failed' }] },
    ]);
  });

  it('deletes what is no longer declared, dependants first', () => {
    const plan = planFor([], state([recorded('a'), recorded('b', { dependsOn: ['cluster.a'] })]));
    expect(verbs(plan)).toEqual(['delete cluster.b', 'delete cluster.a']);
  });

  it('shows a stopped cluster and does not change it', () => {
    const plan = planFor([wanted('a')], state([recorded('a', { status: 'stopped' })]));
    expect([plan.changes, plan.stopped]).toEqual([[], ['cluster.a']]);
  });

  it('keeps the size that the cloud chose while none is declared', () => {
    const before = recorded('a', { inputs: { size: null }, outputs: { size: 'small' } });
    const plan = planFor([wanted('a', { inputs: { size: null } })], state([before]));
    expect(plan.changes).toEqual([]);
    expect(plan.cost?.afterMonthly).toBe('67.53');
  });

  it('refuses to delete or replace a protected resource, and names the line', () => {
    const source = { file: 'helix.toml', line: 7, column: 1 };
    const moved = wanted('a', { protect: true, source, inputs: { region: 'eu-west-1' } });
    const plan = planFor(
      [moved],
      state([recorded('a', { protect: true }), recorded('b', { protect: true })]),
    );
    expect(plan.refusals).toMatchObject([
      { code: 'protect', address: 'cluster.a', source: { line: 7 } },
      { code: 'protect', address: 'cluster.b', source: null },
    ]);
  });

  it('refuses to move a record to another endpoint', () => {
    const elsewhere = wanted('a', { inputs: { endpoint: 'https://other.example' } });
    expect(planFor([elsewhere], state([recorded('a')])).refusals).toMatchObject([{ code: 'endpoint-moved' }]);
  });

  it('leaves the resources of an interrupted run alone, and says so', () => {
    const member = {
      address: 'cluster.a',
      action: 'create',
      key: 'k',
      target: null,
      prior: null,
      tombstone: null,
    } as const;
    const open = [{ id: '1-1', engine: 'helix-cloud', at: NOW, members: [member] }] as const;
    const plan = planFor([wanted('a')], state([], [], open));
    expect([plan.changes, plan.unresolved]).toEqual([[], ['cluster.a']]);
  });
});

describe('engines that this version lacks', () => {
  const image = wanted('a', { address: 'image.a', kind: 'image', engine: 'docker' });

  it('make changes unsupported, with those that depend on them', () => {
    const plan = planFor([image, wanted('a', { dependsOn: ['image.a'] }), wanted('b')], null);
    expect(verbs(plan)).toEqual(['create cluster.b']);
    expect(plan.unsupported.map(({ address }) => address)).toEqual(['image.a', 'cluster.a']);
  });
});

describe('targets', () => {
  const desired = [wanted('base'), wanted('top', { dependsOn: ['cluster.base'] }), wanted('other')];

  it('include what they need', () => {
    expect(verbs(planFor(desired, null, { targets: ['top'] }))).toEqual([
      'create cluster.base',
      'create cluster.top',
    ]);
  });

  it('include what needs them when they are destroyed', () => {
    const records = [recorded('base'), recorded('top', { dependsOn: ['cluster.base'] }), recorded('other')];
    const plan = planFor(desired, state(records), { mode: 'destroy', targets: ['cluster.base'] });
    expect(verbs(plan)).toEqual(['delete cluster.top', 'delete cluster.base']);
  });

  it('must exist', () => {
    expect(() => planFor(desired, null, { targets: ['nope'] })).toThrow('nothing is called "nope"');
  });
});

describe('lifetimes', () => {
  const expired = recorded('a', { ttlSeconds: HOUR, expiresAt: '2026-11-18T09:00:00.000Z' });

  it('list an expired resource that still exists, and do not change it', () => {
    const plan = planFor([wanted('a', { ttlSeconds: HOUR, inputs: { size: 'medium' } })], state([expired]));
    expect([plan.changes, plan.expiry.expired]).toMatchObject([[], [{ address: 'cluster.a' }]]);
  });

  it('name the edits of an expired resource, which wait', () => {
    const plan = planFor([wanted('a', { ttlSeconds: HOUR, inputs: { size: 'medium' } })], state([expired]));
    expect(plan.expiry.expired).toMatchObject([{ address: 'cluster.a', edits: ['size'] }]);
  });

  it('record a ttl that is shortened below the age of the resource', () => {
    const living = recorded('a', { ttlSeconds: 48 * HOUR, expiresAt: '2026-11-19T09:40:00.000Z' });
    const plan = planFor([wanted('a', { ttlSeconds: HOUR, inputs: { size: 'medium' } })], state([living]));
    expect(plan.changes).toMatchObject([
      {
        action: 'update',
        attributes: [{ path: 'size' }, { path: 'ttl' }],
        expiresAt: '2026-11-17T10:40:00.000Z',
      },
    ]);
    expect(plan.expiry.expired).toEqual([]);
  });

  it('let the edits through of an expired resource that is kept', () => {
    const kept = { ...expired, protect: true };
    const plan = planFor([wanted('a', { ttlSeconds: HOUR })], state([kept]));
    expect(plan.changes).toMatchObject([{ action: 'update', attributes: [{ path: 'protect' }] }]);
    expect(plan.expiry.held).toMatchObject([{ address: 'cluster.a', because: 'protect' }]);
  });

  it('keep an expired and destroyed resource down', () => {
    const plan = planFor([wanted('a', { ttlSeconds: HOUR })], state([], [tombstone('a', HOUR)]));
    expect([plan.changes, plan.expiry.down]).toMatchObject([[], [{ address: 'cluster.a' }]]);
  });

  it('bring it back when it was renewed', () => {
    const lifted = { at: NOW, forSeconds: null };
    const plan = planFor([wanted('a', { ttlSeconds: HOUR })], state([], [tombstone('a', HOUR, lifted)]));
    expect(plan.changes).toMatchObject([{ action: 'create', reason: 'renewed' }]);
  });

  it('bring it back when its ttl was edited', () => {
    expect(
      verbs(planFor([wanted('a', { ttlSeconds: 2 * HOUR })], state([], [tombstone('a', HOUR)]))),
    ).toEqual(['create cluster.a']);
  });

  it('count an edited ttl from the creation', () => {
    const before = recorded('a', { ttlSeconds: HOUR, expiresAt: '2026-11-18T10:00:00.000Z' });
    const plan = planFor([wanted('a', { ttlSeconds: 48 * HOUR })], state([before]));
    expect(plan.changes).toMatchObject([{ action: 'update', expiresAt: '2026-11-19T09:40:00.000Z' }]);
  });

  it('destroy expired resources, dependants first, by the record alone', () => {
    const top = recorded('top', {
      ...expired,
      name: 'top',
      address: 'cluster.top',
      dependsOn: ['cluster.a'],
    });
    const plan = planFor([wanted('a', { ttlSeconds: 900 * HOUR })], state([expired, top]), {
      mode: 'expired',
    });
    expect(verbs(plan)).toEqual(['delete cluster.top', 'delete cluster.a']);
  });

  it('hold back what a living resource depends on', () => {
    const top = recorded('top', { dependsOn: ['cluster.a'] });
    const plan = planFor([], state([expired, top]), { mode: 'expired' });
    expect([plan.changes, plan.expiry.held]).toEqual([
      [],
      [{ address: 'cluster.a', because: 'dependant', by: 'cluster.top' }],
    ]);
  });

  it('hold back protected resources, and those that others may run from', () => {
    const repo = recorded('r', { ...expired, address: 'registry_repo.r', kind: 'registry_repo', name: 'r' });
    const plan = planFor([], state([{ ...expired, protect: true }, repo]), { mode: 'expired' });
    expect(plan.changes).toEqual([]);
    expect(plan.expiry.held.map(({ because }) => because)).toEqual(['protect', 'keeps']);
  });

  it('list what expires next, soonest first', () => {
    const soon = recorded('a', { ttlSeconds: HOUR, expiresAt: '2026-11-18T10:00:00.000Z' });
    const later = recorded('b', { ttlSeconds: 9 * HOUR, expiresAt: '2026-11-18T18:00:00.000Z' });
    const desired = [wanted('b', { ttlSeconds: 9 * HOUR }), wanted('a', { ttlSeconds: HOUR })];
    expect(planFor(desired, state([later, soon])).expiry.next.map(({ address }) => address)).toEqual([
      'cluster.a',
      'cluster.b',
    ]);
  });
});

describe('an observation', () => {
  it('of a missing resource plans it again, and says that it is gone', () => {
    const seen = new Map([['cluster.a', { state: 'gone' }]] as const);
    const plan = planFor([wanted('a')], state([recorded('a')]), { observations: seen });
    expect(plan.drift).toMatchObject([{ address: 'cluster.a', type: 'gone', before: { size: 'small' } }]);
    expect(plan.changes).toMatchObject([{ action: 'create', reason: 'gone' }]);
    expect(plan.cost?.beforeMonthly).toBe('0.00');
  });

  it('of a machine that was terminated plans its creation, although parts of it are left', () => {
    const inputs = { gone_outside: true, outside: { 'acme_firewall.ingress': '0.0.0.0/0, 22' } };
    const seen = new Map([
      ['instance.a', { state: 'present', existing: { inputs, outputs: {}, status: 'failed' } }],
    ] as const);
    const machine = { address: 'instance.a', kind: 'instance', provider: 'docker' } as const;
    const before = state([recorded('a', machine)]);
    const plan = planFor([wanted('a', machine)], before, { observations: seen });
    expect(plan.drift).toMatchObject([
      { address: 'instance.a', type: 'gone', attributes: [{ path: 'outside' }] },
    ]);
    expect(plan.changes).toMatchObject([{ action: 'create', reason: 'terminated' }]);
    const destroyed = planFor([], before, { observations: seen, mode: 'destroy' });
    expect(destroyed.changes).toMatchObject([{ action: 'delete', address: 'instance.a' }]);
  });

  it('of drift plans its repair', () => {
    const existing = { inputs: { size: 'medium' }, outputs: {}, status: 'ready' } as const;
    const seen = new Map([['cluster.a', { state: 'present', existing }]] as const);
    const plan = planFor([wanted('a')], state([recorded('a')]), { observations: seen });
    expect(plan.changes).toMatchObject([
      { action: 'update', reason: 'drift', attributes: [{ path: 'size', before: 'medium', after: 'small' }] },
    ]);
  });

  it('of another owner refuses the change', () => {
    const seen = new Map([['cluster.a', { state: 'foreign', owner: 'x/default/cluster.a' }]] as const);
    const plan = planFor([wanted('a')], state([recorded('a')]), { observations: seen });
    expect(plan.refusals).toMatchObject([{ code: 'foreign' }]);
    expect(plan.changes).toMatchObject([{ action: 'create', reason: 'foreign' }]);
  });
});

describe('a renamed table', () => {
  const inputs = { cluster_id: 'id-old' };

  it('moves the cluster that has its id: nothing is deleted, and the cost stays', () => {
    const plan = planFor([wanted('new', { inputs })], state([recorded('old')]));
    expect(plan.changes).toMatchObject([
      { address: 'cluster.new', action: 'update', reason: 'moved', movedFrom: 'cluster.old', attributes: [] },
    ]);
    expect(plan.cost).toMatchObject({ diffMonthly: '0.00' });
    expect(plan.reads.map(({ address }) => address)).toEqual(['cluster.new', 'cluster.old']);
  });

  it('moves with its edits, also where it is protected, or only the old name is targeted', () => {
    const desired = [wanted('new', { inputs: { ...inputs, size: 'medium' } })];
    const before = state([recorded('old', { protect: true })]);
    const plan = planFor(desired, before, { targets: ['old'] });
    expect(plan.refusals).toEqual([]);
    expect(plan.changes).toMatchObject([
      { movedFrom: 'cluster.old', attributes: [{ path: 'size' }, { path: 'protect' }] },
    ]);
  });

  it('is a deletion and a creation where the new one has another id, or would lose its data anyway', () => {
    const lost = { action: 'delete', address: 'cluster.old', losesData: true };
    for (const other of [{}, { ...inputs, region: 'eu-west-1' }]) {
      const plan = planFor([wanted('new', { inputs: other })], state([recorded('old')]));
      expect(plan.changes).toMatchObject([{ action: 'create', address: 'cluster.new' }, lost]);
    }
  });

  it('stays where it is while its last operation is unresolved', () => {
    const member = { address: 'cluster.old', action: 'update', key: 'k', tombstone: null } as const;
    const open = {
      id: 'entry',
      engine: 'helix-cloud',
      at: NOW,
      members: [{ ...member, target: recorded('old'), prior: recorded('old') }],
    } as const;
    const plan = planFor([wanted('new', { inputs })], state([recorded('old')], [], [open]));
    expect(verbs(plan)).toEqual(['create cluster.new']);
  });
});

describe('the cost', () => {
  it('adds up to the cent: the sum of the lines is the total', () => {
    const desired = [wanted('a', { inputs: { size: 'medium' } }), wanted('b')];
    const plan = planFor(desired, state([recorded('a')]));
    expect(plan.changes.map(({ cost }) => cost?.diffMonthly)).toEqual(['67.52', '67.53']);
    expect(plan.cost).toMatchObject({
      beforeMonthly: '67.53',
      afterMonthly: '202.58',
      diffMonthly: '135.05',
    });
  });

  it('is also given until the expiry', () => {
    const plan = planFor([wanted('a', { ttlSeconds: 12 * HOUR })], null);
    expect(plan.changes[0]?.cost?.untilExpiry).toBe('1.11');
  });

  it('lists unpriced resources, and does not count them', () => {
    const plan = planFor([wanted('a', { inputs: { size: 'huge' } })], null);
    expect(plan.cost).toMatchObject({ unpriced: ['cluster.a'], afterMonthly: '0.00' });
    expect(plan.changes[0]?.cost?.afterMonthly).toBeNull();
  });
});

describe('the digest', () => {
  const desired = [wanted('a', { ttlSeconds: HOUR }), wanted('b', { inputs: { size: 'medium' } })];
  const before = state([recorded('b')]);

  it('is the same for the same plan: planning twice gives the same bytes', () => {
    const bytes = () => canonicalJson(planFor(desired, before) as unknown as Json);
    expect(bytes()).toBe(bytes());
  });

  it('is the same an hour later, after other writes, from other lines of the file', () => {
    const later = planFor(
      desired.map((resource) => ({ ...resource, source: { file: 'x.toml', line: 99, column: 9 } })),
      { ...before, serial: 99, updatedAt: NOW },
      { now: '2026-11-18T10:40:00.000Z', helixVersion: '9.9.9' },
    );
    expect(later.digest).toBe(planFor(desired, before).digest);
  });

  it.each([
    [
      'another size',
      [desired[0]!, wanted('b', { inputs: { size: 'small', build_mode: 'dev' } })],
      before,
      {},
    ],
    ['another ttl', [wanted('a', { ttlSeconds: 2 * HOUR }), desired[1]!], before, {}],
    ['protection', [wanted('a', { ttlSeconds: HOUR, protect: true }), desired[1]!], before, {}],
    ['another record', desired, state([recorded('b', { outputs: { size: 'x' } })]), {}],
    ['another configuration', desired, before, { configDigest: 'config-2' }],
    ['other prices', desired, before, { rates: () => simpleRate('small', '9') }],
    ['another workspace', desired, before, { workspace: 'preview' }],
  ] as const)('differs for %s', (_, resources, recordedState, options) => {
    expect(planFor(resources, recordedState, options).digest).not.toBe(planFor(desired, before).digest);
  });
});

describe('a machine with a GPU', () => {
  const machine = (gpus: number) => ({
    ...({ address: 'instance.a', kind: 'instance', engine: 'terraform', provider: 'aws' } as const),
    inputs: { gpu_count: gpus },
  });
  const isApplied = () => true;

  it('is unsupported, since its image has no drivers', () => {
    const plan = planFor([wanted('a', machine(1)), wanted('b')], null, { isApplied });
    expect(verbs(plan)).toEqual(['create cluster.b']);
    expect(plan.unsupported.map(whyUnsupported)).toEqual(['its GPU is priced, but cannot be set up yet']);
    expect(verbs(planFor([wanted('a', machine(0))], null, { isApplied }))).toEqual(['create instance.a']);
  });

  it('can be destroyed', () => {
    const there = state([recorded('a', machine(1))]);
    expect(verbs(planFor([], there, { isApplied }))).toEqual(['delete instance.a']);
  });
});

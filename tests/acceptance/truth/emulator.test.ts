import type { Run } from '../../helix';
import { STATES } from './world-states';

/** An exit code, and what is said with it. */
type Seen = readonly [code: number, words: RegExp];

interface Truth {
  /** The answer of `plan --detailed-exitcode`. */
  readonly plan: Seen;
  /** The answer of `plan --refresh --detailed-exitcode`. */
  readonly refresh: Seen;
  readonly status: RegExp;
  readonly apply: Seen;
  /** The exit code of `plan --refresh --detailed-exitcode` afterwards; default: 0. */
  readonly after?: number;
}

const QUIET = /^No changes\. The recorded state matches the configuration\.$/m;
const RUNS = /^cluster\.a .*ready +running /m;
const NOTHING_DONE = /^Apply complete! Resources: 0 added, 0 changed, 0 destroyed\.$/m;
const ADDED = /^Apply complete! Resources: 1 added, 0 changed, 0 destroyed\.$/m;
const CHANGED = /^Apply complete! Resources: 0 added, 1 changed, 0 destroyed\.$/m;
const TO_ADD = /^Plan: 1 to add, 0 to change, 0 to destroy\.$/m;
const TO_CHANGE = /^Plan: 0 to add, 1 to change, 0 to destroy\.$/m;
const REFUSED = /^This plan cannot be applied\.$/m;

const TRUTHS: Readonly<Record<keyof typeof STATES, Truth>> = {
  'declared, not applied': {
    plan: [2, TO_ADD],
    refresh: [2, TO_ADD],
    status: /^cluster\.a .*not created +-/m,
    apply: [0, ADDED],
  },
  'applied, nothing happened since': {
    plan: [0, QUIET],
    refresh: [0, QUIET],
    status: RUNS,
    apply: [0, NOTHING_DONE],
  },
  'edited in the file': {
    plan: [2, /size +small -> medium/],
    refresh: [2, TO_CHANGE],
    status: RUNS,
    apply: [0, CHANGED],
  },
  'gone: deleted outside': {
    plan: [0, QUIET],
    refresh: [2, /cluster\.a +no longer there[^]*it was deleted outside Helix: created again, empty/],
    status: /^cluster\.a .*ready +gone\b/m,
    apply: [0, ADDED],
  },
  'gone and no longer declared': {
    plan: [2, /DATA IS LOST: cluster\.b/],
    refresh: [0, /cluster\.b +no longer there/],
    status: /^cluster\.b .*ready +gone\b/m,
    apply: [0, NOTHING_DONE],
  },
  'foreign: adopted by somebody else': {
    plan: [0, QUIET],
    refresh: [5, /it belongs to somebody else now[^]*This plan cannot be applied\./],
    status: /^cluster\.a .*ready +foreign.*\n +it belongs to their-lineage\/default\/cluster\.theirs$/m,
    apply: [5, /cluster\.a now belongs to their-lineage\/default\/cluster\.theirs/],
    after: 5,
  },
  'foreign and no longer declared': {
    plan: [2, /DATA IS LOST: cluster\.b/],
    refresh: [0, /cluster\.b +belongs to their-lineage\/default\/cluster\.theirs/],
    status: /^cluster\.b .*ready +foreign\b/m,
    apply: [0, /cluster\.b belongs to \S+ now: it is left alone, and no longer on record\./],
  },
  'foreign before the first apply': {
    plan: [2, TO_ADD],
    refresh: [2, TO_ADD],
    status: /^cluster\.a .*not created +-/m,
    apply: [4, /cluster\.a +failed at helix\.toml:4: The cluster id-a belongs to their-lineage/],
    after: 2,
  },
  'unresolved: killed before the cloud created it': {
    plan: [2, /^Unresolved: cluster\.a\.[^]*The changes are not known before/m],
    refresh: [2, TO_ADD],
    status: /^cluster\.a .*unresolved +-.*\n +an apply was interrupted before it was created$/m,
    apply: [0, ADDED],
  },
  'unresolved: killed after the cloud created it': {
    plan: [2, /^Unresolved: cluster\.a\./m],
    refresh: [2, /queries +1 file added: schema\.hx/],
    status: /^cluster\.a .*unresolved +running\b/m,
    apply: [0, CHANGED],
  },
  'changed outside': {
    plan: [0, QUIET],
    refresh: [2, /it was changed outside Helix: restored as declared/],
    status: RUNS,
    apply: [0, CHANGED],
  },
  'stopped by Helix': {
    plan: [0, /^Stopped: cluster\.a /m],
    refresh: [0, /^Stopped: cluster\.a /m],
    status: /^cluster\.a .*stopped +stopped\b/m,
    apply: [0, NOTHING_DONE],
  },
  'stopped outside': {
    plan: [0, QUIET],
    refresh: [0, /^Stopped: cluster\.a /m],
    status: /^cluster\.a .*ready +stopped\b/m,
    apply: [0, NOTHING_DONE],
  },
  'over budget': {
    plan: [5, /the workspace would cost \S+ a month, more than `monthly_usd`/],
    refresh: [5, REFUSED],
    status: RUNS,
    apply: [5, /this plan is refused; nothing was changed/],
    after: 5,
  },
  'against a policy': {
    plan: [5, /has no `ttl`, and `require_ttl` requires one/],
    refresh: [5, REFUSED],
    status: RUNS,
    apply: [5, /this plan is refused; nothing was changed/],
    after: 5,
  },
  'protected, and its table removed': {
    plan: [5, /cluster\.b is protected, and this plan would delete it/],
    refresh: [5, REFUSED],
    status: /^cluster\.b .*ready +running\b/m,
    apply: [5, /cluster\.b is protected/],
    after: 5,
  },
  'protected, and to be replaced': {
    plan: [5, /cluster\.a is protected, and this plan would replace it/],
    refresh: [5, REFUSED],
    status: RUNS,
    apply: [5, /cluster\.a is protected/],
    after: 5,
  },
  'expired, not yet destroyed': {
    plan: [0, /^Expired: cluster\.a 1h ago, still exists /m],
    refresh: [0, /^Expired: cluster\.a 1h ago, still exists /m],
    status: /^cluster\.a .*ready +running .* expired 1h ago$/m,
    apply: [0, NOTHING_DONE],
  },
  'expired, and deleted outside': {
    plan: [0, /^Expired: cluster\.a .* still exists /m],
    refresh: [0, /^Expired: cluster\.a .*, and is gone /m],
    status: /^cluster\.a .*ready +gone .* expired/m,
    apply: [0, NOTHING_DONE],
  },
  'expired, with an edit that waits': {
    plan: [0, /the edits of cluster\.a \(size\) wait[^]*^No changes that this run could apply\.$/m],
    refresh: [0, /^No changes that this run could apply\.$/m],
    status: /^cluster\.a .*ready +running .* expired 1h ago$/m,
    apply: [0, /the edits of cluster\.a \(size\) wait/],
  },
  'expired and protected, with an edit': {
    plan: [2, /expires +1h ago, but it is protected/],
    refresh: [2, TO_CHANGE],
    status: /^cluster\.a .*ready +running .* expired 1h ago$/m,
    apply: [0, CHANGED],
  },
  'a ttl shortened below the age': {
    plan: [2, /ttl +2d -> 2h\n +expires +1h ago: the next `helix destroy --expired` destroys it/],
    refresh: [2, TO_CHANGE],
    status: RUNS,
    apply: [0, CHANGED],
  },
  'a tombstone': {
    plan: [0, /^Stays down: cluster\.a /m],
    refresh: [0, /^Stays down: cluster\.a /m],
    status: /^cluster\.a .*down +-/m,
    apply: [0, NOTHING_DONE],
  },
  'a tombstone, renewed': {
    plan: [2, /it had expired and was renewed/],
    refresh: [2, TO_ADD],
    status: /^cluster\.a .*not created +-/m,
    apply: [0, ADDED],
  },
  'refused queries': {
    plan: [2, /queries +1 file added: queries\.hx/],
    refresh: [2, TO_CHANGE],
    status:
      /^cluster\.a .*ready +running .*\n +the last queries were refused, and those deployed before run$/m,
    apply: [4, /The queries are not valid[^]*the cluster keeps what was deployed before/],
    after: 2,
  },
  'a cluster that failed to provision': {
    plan: [2, /its last operation did not complete: repeated/],
    refresh: [2, TO_CHANGE],
    status: /^cluster\.a .*failed +failed.*\n +no capacity$/m,
    apply: [0, CHANGED],
  },
  'renamed, with the same id': {
    plan: [2, /cluster\.renamed[^]*moved from cluster\.a, with all its data/],
    refresh: [2, TO_CHANGE],
    status: /^cluster\.renamed .*not created +-.*\n +the next apply moves cluster\.a here$/m,
    apply: [0, CHANGED],
  },
  'a table removed': {
    plan: [2, /DATA IS LOST: cluster\.b is deleted with all data\. To keep it/],
    refresh: [2, /^Plan: 0 to add, 0 to change, 1 to destroy\.$/m],
    status: /^cluster\.b .*ready +running\b/m,
    apply: [0, /^Apply complete! Resources: 0 added, 0 changed, 1 destroyed\.$/m],
  },
  'only what this version cannot apply': {
    plan: [0, /^No changes that this run could apply\.$/m],
    refresh: [0, /^Not applied by this version:$/m],
    status: /^instance\.web .*not created +-/m,
    apply: [5, /this version of Helix cannot apply instance\.web/],
  },
  'an edit beside what this version cannot apply': {
    plan: [2, TO_CHANGE],
    refresh: [2, /^Not applied by this version:$/m],
    status: RUNS,
    apply: [5, /this version of Helix cannot apply instance\.web/],
    after: 2,
  },
};

describe('a word or an exit code that is green is true', () => {
  it.each(Object.keys(TRUTHS))('in every state of the world: %s', async (name) => {
    const { world, cloud } = await STATES[name]!();
    const truth = TRUTHS[name]!;
    const untouched = cloud.changes;
    const plan = await world.run('plan', '--detailed-exitcode');
    const refresh = await world.run('plan', '--refresh', '--detailed-exitcode');
    const verify = await world.run('plan', '--verify', '--detailed-exitcode');
    const status = await world.run('status');
    expect({ plan: seen(plan), refresh: seen(refresh), status: seen(status) }).toEqual({
      plan: matching(truth.plan),
      refresh: matching(truth.refresh),
      status: matching([0, truth.status]),
    });
    // No engine here has a tool of its own, so nothing may be said to be verified.
    expect(verify).toEqual(plan);
    expect(cloud.changes).toBe(untouched);

    const apply = await world.run('apply', '--auto-approve');
    expect(seen(apply)).toEqual(matching(truth.apply));
    const did = cloud.changes - untouched;
    // 5 stands for a refusal, and changes nothing.
    for (const { code, stdout } of [plan, refresh]) expect(code === 5).toBe(REFUSED.test(stdout));
    if (apply.code === 5) expect(did).toBe(0);
    // 0 and "No changes" stand for a cloud that `apply` leaves alone; 2 for something that it does or refuses.
    if (refresh.code === 0) expect(did).toBe(0);
    if (refresh.code === 2) expect(did > 0 || apply.code !== 0).toBe(true);
    const after = await world.run('plan', '--refresh', '--detailed-exitcode');
    expect(after.code).toBe(truth.after ?? 0);
  });

  it('is checked in every state that is known', () => {
    expect(Object.keys(TRUTHS).sort()).toEqual(Object.keys(STATES).sort());
  });
});

function seen({ code, stdout, stderr }: Run): readonly [number, string] {
  return [code, `${stdout}${stderr}`];
}

function matching([code, words]: Seen): unknown {
  return [code, expect.stringMatching(words)];
}

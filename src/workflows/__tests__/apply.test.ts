import { RecordingReporter, storedState } from '../../testing/in-memory-ports';
import type { InMemoryPorts } from '../../testing/in-memory-ports';
import type { Plan } from '../../plan/plan';
import { apply } from '../apply';
import type { ApplyRequest } from '../apply';
import { REQUEST, SHOP, shopPorts } from './shop';

function request(change: Partial<ApplyRequest> = {}): ApplyRequest & { reporter: RecordingReporter } {
  return {
    ...REQUEST,
    mode: 'apply',
    targets: [],
    source: { type: 'fresh', refresh: false },
    overrideBudget: null,
    approve: () => Promise.resolve(true),
    parallelism: 2,
    lockTimeoutMs: 0,
    maxDestroy: null,
    ...change,
    reporter: new RecordingReporter(),
  };
}

const recordedIn = (ports: InMemoryPorts) => Object.keys(storedState(ports)?.resources ?? {}).sort();
const lastRunOf = (ports: InMemoryPorts) => storedState(ports)?.history?.[0];

describe('an apply', () => {
  it('creates what is declared, records it, and frees the lock', async () => {
    const ports = shopPorts();
    const { summary, applied, interrupted } = await apply(ports, request());
    expect(summary.results.map(({ address, result }) => `${address} ${result}`)).toEqual([
      'cluster.web done',
      'cluster.api done',
    ]);
    expect(applied.map(({ address }) => address).sort()).toEqual(['cluster.api', 'cluster.web']);
    expect(interrupted).toBe(false);
    expect([...ports.cloud.things.keys()].sort()).toEqual(['helix-api', 'helix-web']);
    expect(recordedIn(ports)).toEqual(['cluster.api', 'cluster.web']);
    expect(lastRunOf(ports)).toMatchObject({
      operation: 'apply',
      by: 'ada@laptop',
      ended: { result: 'done' },
    });
    expect((await apply(ports, request())).summary.results).toEqual([]);
  });

  it('that is not approved changes nothing, and the plan was shown', async () => {
    const ports = shopPorts();
    const shown: Plan[] = [];
    const approve = (plan: Plan) => {
      shown.push(plan);
      return Promise.resolve(false);
    };
    await expect(apply(ports, request({ approve }))).rejects.toMatchObject({ kind: 'cancelled' });
    expect(shown.map(({ changes }) => changes.length)).toEqual([2]);
    expect([recordedIn(ports), ports.cloud.things.size]).toEqual([[], 0]);
  });

  it('of another plan than the approved one is refused before it asks', async () => {
    const ports = shopPorts();
    const approve = () => Promise.reject(new Error('it asked'));
    const source = { type: 'approved', digest: `helix1:${'0'.repeat(64)}`, refresh: false } as const;
    await expect(apply(ports, request({ source, approve }))).rejects.toMatchObject({ kind: 'refused' });
    expect(ports.cloud.things.size).toBe(0);
  });

  it('of an approved plan that is done already is told so, and changes nothing', async () => {
    const ports = shopPorts();
    const { plan } = await apply(ports, request());
    const again = request({ source: { type: 'approved', digest: plan.digest, refresh: false } });
    expect((await apply(ports, again)).summary.results).toEqual([]);
    expect(again.reporter.notes).toContainEqual(expect.stringMatching(/^Already applied by ada@laptop at /));
  });

  it('of one target leaves the others alone', async () => {
    const ports = shopPorts();
    await apply(ports, request({ targets: ['web'] }));
    expect(recordedIn(ports)).toEqual(['cluster.web']);
  });

  it('whose secrets have no values is refused with the place of each', async () => {
    const toml = `${SHOP}env_vars = { TOKEN = "env:API_TOKEN" }\n`;
    const ports = shopPorts({ 'helix.toml': toml });
    await expect(apply(ports, request())).rejects.toMatchObject({
      kind: 'config',
      problems: [{ code: 'missing-secret', place: { line: 11 } }],
    });
    expect(ports.cloud.things.size).toBe(0);
  });
});

describe('a destroy', () => {
  it('takes everything down, dependants first, and forgets it', async () => {
    const ports = shopPorts();
    await apply(ports, request());
    const { summary } = await apply(ports, request({ mode: 'destroy' }));
    expect(summary).toMatchObject({ mode: 'destroy', results: [{ result: 'done' }, { result: 'done' }] });
    expect([recordedIn(ports), ports.cloud.things.size]).toEqual([[], 0]);
  });

  it('of a workspace that nobody has is refused: a typing error is not a success', async () => {
    const ports = shopPorts();
    const typo = request({ mode: 'destroy', workspace: 'prevew' });
    await expect(apply(ports, typo)).rejects.toMatchObject({ kind: 'not-found' });
    expect(storedState(ports, 'prevew')).toBeNull();
  });

  it('of more than is allowed destroys nothing', async () => {
    const ports = shopPorts({ 'helix.toml': SHOP.replaceAll('region', 'ttl = "1h"\nregion') });
    await apply(ports, request());
    await ports.clock.advance(2 * 3_600_000);
    const expired = request({ mode: 'expired', maxDestroy: 1 });
    await expect(apply(ports, expired)).rejects.toMatchObject({ kind: 'refused' });
    expect(ports.cloud.things.size).toBe(2);
    await apply(ports, request({ mode: 'expired', maxDestroy: 2 }));
    expect(ports.cloud.things.size).toBe(0);
    expect(Object.keys(storedState(ports)?.tombstones ?? {})).toHaveLength(2);
  });
});

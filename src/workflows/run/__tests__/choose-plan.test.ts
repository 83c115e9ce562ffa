import { approvalOf } from '../../../plan/approval';
import type { Plan } from '../../../plan/plan';
import { emptyState } from '../../../state/empty-state';
import type { State } from '../../../state/state';
import { InMemoryStateBackend } from '../../../testing/in-memory-state-backend';
import { InMemoryStateStore } from '../../../testing/in-memory-state-store';
import type { InMemoryPorts } from '../../../testing/in-memory-ports';
import { sized } from '../../project/project';
import type { SizedProject } from '../../project/project';
import { loadShop, SHOP, shopPorts } from '../../__tests__/shop';
import { choosePlan } from '../choose-plan';
import type { ChosenPlan, PlanChoice, PlanSource } from '../choose-plan';
import { openEngines } from '../open-engines';
import { planOf } from '../plan-of';

const NOW = '2026-11-20T12:00:00.000Z';
const FIRST = emptyState({ lineage: 'l', project: 'shop', workspace: 'default', at: NOW });

async function sizeShop(ports: InMemoryPorts): Promise<SizedProject> {
  return sized(await loadShop(ports), { choices: new Map(), books: new Map() });
}

async function planShop(
  ports: InMemoryPorts,
  state: State | null,
  targets: readonly string[] = [],
): Promise<Plan> {
  const project = await sizeShop(ports);
  return planOf(ports, project, state, { mode: 'apply', targets, observations: new Map(), now: NOW });
}

async function choose(
  ports: InMemoryPorts,
  state: State | null,
  source: PlanSource,
  change: Partial<PlanChoice> = {},
): Promise<ChosenPlan> {
  const project = await sizeShop(ports);
  const engine = openEngines(ports, project, () => state);
  const older = new InMemoryStateStore(new InMemoryStateBackend(), { clock: ports.clock }).readOlder();
  return choosePlan(ports, engine, project, state, { mode: 'apply', targets: [], source, ...change }, older);
}

/** The state after a run of an approved plan that did not get far. */
function afterCrash(plan: Plan): State {
  const run = { by: 'ada', at: NOW, commit: null, planDigest: plan.digest, id: 'run', operation: 'apply' };
  return { ...FIRST, history: [{ ...run, ended: null, approved: approvalOf(plan) }] };
}

describe('a fresh plan', () => {
  it('is made from the record where it is not refreshed', async () => {
    const ports = shopPorts();
    const { plan, observations } = await choose(ports, null, { type: 'fresh', refresh: false });
    expect(plan.changes.map(({ action, address }) => `${action} ${address}`)).toEqual([
      'create cluster.web',
      'create cluster.api',
    ]);
    expect(observations.size).toBe(0);
  });
});

describe('an approved plan', () => {
  it('is the one that has the approved digest', async () => {
    const ports = shopPorts();
    const { digest } = await planShop(ports, null);
    const { plan } = await choose(ports, null, { type: 'approved', digest, refresh: true });
    expect(plan.digest).toBe(digest);
  });

  it('is refused when the plan is now another one', async () => {
    const ports = shopPorts();
    const { digest } = await planShop(ports, null, ['web']);
    const chosen = choose(ports, null, { type: 'approved', digest, refresh: true });
    await expect(chosen).rejects.toMatchObject({
      kind: 'refused',
      hint: expect.stringContaining('create cluster.web, create cluster.api') as string,
    });
  });

  it('continues after a crash, with what is left of it', async () => {
    const ports = shopPorts();
    const approved = await planShop(ports, FIRST);
    const state = afterCrash(approved);
    ports.files.files.set('/project/helix.toml', SHOP.replace(/\n\[cloud\.api[^]*$/, '\n'));
    const source = { type: 'approved', digest: approved.digest, refresh: false } as const;
    const { plan, continues } = await choose(ports, state, source);
    expect(plan.changes.map(({ address }) => address)).toEqual(['cluster.web']);
    expect(continues?.digest).toBe(approved.digest);
  });
});

describe('a saved plan', () => {
  it('is applied as it is', async () => {
    const ports = shopPorts();
    const saved = await planShop(ports, null, ['web']);
    const { plan } = await choose(ports, null, { type: 'saved', plan: saved });
    expect(plan).toBe(saved);
  });

  it('is refused once the configuration was edited', async () => {
    const ports = shopPorts();
    const saved = await planShop(ports, null);
    ports.files.files.set('/project/helix.toml', SHOP.replace('helix-api', 'helix-api-2'));
    await expect(choose(ports, null, { type: 'saved', plan: saved })).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('this plan was made from another configuration') as string,
    });
  });

  it('is refused on another state', async () => {
    const ports = shopPorts();
    const saved = await planShop(ports, FIRST);
    const other = { ...FIRST, lineage: 'm' };
    await expect(choose(ports, other, { type: 'saved', plan: saved })).rejects.toThrow('the lineage differs');
  });

  it('continues after a crash', async () => {
    const ports = shopPorts();
    const saved = await planShop(ports, FIRST);
    const { continues } = await choose(ports, afterCrash(saved), { type: 'saved', plan: saved });
    expect(continues).toEqual({ digest: saved.digest, approved: approvalOf(saved) });
  });
});

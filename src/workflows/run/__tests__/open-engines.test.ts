import { emptyState } from '../../../state/empty-state';
import type { EngineSession } from '../../../ports/engine';
import type { State } from '../../../state/state';
import type { InMemoryPorts } from '../../../testing/in-memory-ports';
import { loadShop, shopPorts } from '../../__tests__/shop';
import { openEngines } from '../open-engines';

const STATE = emptyState({ lineage: 'l', project: 'shop', workspace: 'default', at: '2026-11-20T12:00:00Z' });

/** Ports that keep the sessions which an engine was loaded with. */
function watched(): { ports: InMemoryPorts; sessions: EngineSession[] } {
  const ports = shopPorts();
  const sessions: EngineSession[] = [];
  const engines = ports.engines.map((engine) => ({
    ...engine,
    load: (session: EngineSession) => {
      sessions.push(session);
      return engine.load(session);
    },
  }));
  return { ports: { ...ports, engines }, sessions };
}

describe('the engines of a project', () => {
  it('are loaded when they are first asked for, and once', async () => {
    const { ports, sessions } = watched();
    const engine = openEngines(ports, await loadShop(ports), () => null);
    expect(sessions).toHaveLength(0);
    const [first, second] = await Promise.all([engine('helix-cloud'), engine('helix-cloud')]);
    expect(first).toBe(second);
    expect(sessions).toHaveLength(1);
  });

  it('know their project, its workspace and its endpoint', async () => {
    const { ports, sessions } = watched();
    await openEngines(ports, await loadShop(ports), () => null)('helix-cloud');
    expect(sessions[0]).toMatchObject({
      root: '/project',
      project: 'shop',
      workspace: 'default',
      endpoint: 'https://cloud.helix-db.com',
    });
  });

  it('see the state as it is when they ask', async () => {
    const { ports, sessions } = watched();
    let state: State | null = null;
    await openEngines(ports, await loadShop(ports), () => state)('helix-cloud');
    const [session] = sessions;
    expect(session?.state()).toBeNull();
    expect(() => session?.lineage()).toThrow('before there is a state');
    state = STATE;
    expect(session?.state()).toBe(STATE);
    expect(session?.lineage()).toBe('l');
  });

  it('are refused where this version has none of that name', async () => {
    const { ports } = watched();
    const engine = openEngines(ports, await loadShop(ports), () => null);
    await expect(engine('paper')).rejects.toMatchObject({ kind: 'refused' });
  });
});

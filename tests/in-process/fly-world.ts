import { SystemRandom } from '../../src/adapters/host/random';
import { fly } from '../../src/adapters/fly';
import { FlyApi } from '../../src/adapters/fly/api/fly-api';
import { FlyEngine } from '../../src/adapters/fly/engine';
import type { EngineSession } from '../../src/ports/engine';
import type { Clock } from '../../src/ports/clock';
import { FlyStandIn } from '../../src/testing/fly/fly-stand-in';
import { TOKEN } from '../../src/testing/fly/tokens';
import { MemoryWorld } from './memory-world';

/** The real CLI and the real engine of Fly on a stand-in, all in this process. A secret has the value `value of NAME`. */
export function flyMemoryWorld(files: Readonly<Record<string, string>>) {
  const world: MemoryWorld = new MemoryWorld({
    files,
    engines: [{ ...fly, load: (session) => Promise.resolve(engineOf(session, standIn, world.clock)) }],
  });
  const standIn = new FlyStandIn({ clock: world.clock });
  return { world, standIn };
}

function engineOf(session: EngineSession, { fetch }: FlyStandIn, clock: Clock): FlyEngine {
  const { project, workspace, lineage, state, secretByFingerprint } = session;
  const random = new SystemRandom();
  const endpoint = 'http://fly.invalid';
  const api = new FlyApi({ endpoint, token: TOKEN, fetch, clock, random, onLog: () => undefined });
  return new FlyEngine({
    openApi: () => Promise.resolve(api),
    clock,
    project,
    workspace,
    lineage,
    state,
    sources: { variable: (name) => `value of ${name}`, secretByFingerprint },
  });
}

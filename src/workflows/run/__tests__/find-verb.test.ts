import type { Engine } from '../../../ports/engine';
import { InMemoryCloud, InMemoryEngine } from '../../../testing/in-memory-engine';
import { sampleRecord } from '../../../testing/sample-records';
import { findVerb } from '../find-verb';

const OWNER = { workspace: 'default', lineage: () => 'ours' };
const PAPER = new InMemoryEngine('paper', new InMemoryCloud(), OWNER);
const STONE = new InMemoryEngine('stone', new InMemoryCloud(), OWNER, ['stop']);
const ENGINES: readonly Engine[] = [PAPER, STONE];

const PORTS = {
  engines: ENGINES.map((engine) => ({
    name: engine.name,
    usesEndpoint: false,
    applies: () => true,
    load: () => Promise.resolve(engine),
  })),
};
const SESSION = {
  engine: (name: string) => {
    const found = ENGINES.find((engine) => engine.name === name);
    return found === undefined ? Promise.reject(new Error(`no ${name}`)) : Promise.resolve(found);
  },
};

const onPaper = sampleRecord('cluster.web', { engine: 'paper' });
const onStone = sampleRecord('instance.web', { engine: 'stone' });
const unknown = sampleRecord('image.web', { engine: 'unknown' });

describe('a verb on a name', () => {
  it('is that of the only resource of the name', async () => {
    const found = await findVerb(PORTS, SESSION, [onPaper], 'stop');
    expect(found).toEqual({ resource: onPaper, verb: PAPER.verbs.stop });
  });

  it('means the only resource of the name whose engine supports it', async () => {
    const { resource } = await findVerb(PORTS, SESSION, [unknown, onStone, onPaper], 'stop');
    expect(resource).toBe(onPaper);
  });

  it('that several engines support asks for the address', async () => {
    await expect(findVerb(PORTS, SESSION, [onPaper, onStone], 'start')).rejects.toMatchObject({
      kind: 'usage',
      message: '"web" means cluster.web or instance.web',
    });
  });

  it('that no engine supports is refused, in the words of what was asked for', async () => {
    await expect(findVerb(PORTS, SESSION, [onStone], 'stop')).rejects.toMatchObject({
      kind: 'refused',
      message: 'instance.web cannot be stopped: its engine, stone, does not support that.',
    });
    const without = new InMemoryEngine('paper', new InMemoryCloud(), OWNER, ['adopt']);
    const session = { engine: () => Promise.resolve(without) };
    await expect(findVerb(PORTS, session, [onPaper], 'adopt')).rejects.toMatchObject({
      message: 'cluster.web cannot be imported: its engine, paper, does not support that.',
      hint: '`helix apply --target cluster.web` creates a new one.',
    });
    await expect(findVerb(PORTS, session, [onPaper], 'adopt', 'rename')).rejects.toMatchObject({
      message: 'cluster.web cannot be renamed: its engine, paper, does not support that.',
    });
  });
});

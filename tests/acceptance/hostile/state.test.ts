import { EXHAUSTIVE } from '../../exhaustive';
import { runAttacks } from '../../in-process/attack';
import { Dice } from '../../in-process/seeded-random';
import { hostileJson, mutatedBytes, mutatedJson } from '../../in-process/hostile';
import { MemoryFiles } from '../../in-process/memory-files';
import { HELIX, MemoryWorld } from '../../in-process/memory-world';
import { drawnSeed } from '../../seed';

const DOCUMENTS = Number(process.env['HELIX_DOCUMENTS'] ?? (EXHAUSTIVE ? 10_000 : 3000));
const STATE = `${HELIX}/state/default`;

const TOML = `[project]
name = "papertrail"

[cloud.production.helix]
cluster_id = "production"
env_vars = { LEVEL = "info" }

[cloud.preview.helix]
cluster_id = "preview"
ttl = "12h"
`;
const FILES = { 'helix.toml': TOML, 'db/schema.hx': 'N::User { name: String }\n' };

const READING = [
  ['plan'],
  ['plan', '--json'],
  ['plan', '--refresh'],
  ['state', 'list'],
  ['state', 'list', '--json'],
  ['state', 'show', 'preview'],
  ['state', 'history'],
  ['state', 'verify'],
  ['state', 'pull'],
  ['output'],
  ['status'],
  ['plan', '--expired'],
  ['destroy', '--dry-run'],
];
const WRITING = [
  ['apply', '--auto-approve'],
  ['destroy', '--auto-approve'],
  ['destroy', '--expired', '--auto-approve'],

  ['renew', 'preview'],
  ['state', 'rm', 'preview'],
  ['unlock', '--force'],
];

const seed = drawnSeed();

/** A world whose state lies in files, as an apply has left them; or, when it was killed at a step, as that has. */
async function readRecorded(killedAt?: number) {
  const files = new MemoryFiles();
  const world = new MemoryWorld({ files: FILES, stateFiles: files });
  await world.run('apply', '--auto-approve');
  if (killedAt !== undefined) {
    world.write('helix.toml', TOML.replace('"info"', '"debug"').replace('12h', '7d'));
    await world.killed(killedAt, 'apply', '--auto-approve');
  }
  const left = new Map([...files.contents].map(([path, { bytes }]) => [path, bytes] as const));
  // The killed one has this process's id, which lives: its lock must not keep the next one out.
  for (const [path, bytes] of left)
    if (/lock\.\d+$/.test(path))
      left.set(path, Buffer.from(bytes.toString().replace('\nheld     ', '\nabandoned')));
  const lock = world.read('helix.lock.json')!;
  const restore = (): void => {
    files.contents.clear();
    for (const [path, bytes] of left) files.contents.set(path, { bytes });
    world.write('helix.toml', TOML);
    world.write('helix.lock.json', lock);
  };
  /** The newest file of that kind. */
  const newest = (pattern: RegExp): string => {
    const [found] = [...left.keys()]
      .filter((path) => path.startsWith(STATE) && pattern.test(path))
      .sort((a, b) => Number(/\d+/.exec(b.slice(STATE.length))) - Number(/\d+/.exec(a.slice(STATE.length))));
    if (found === undefined) throw new Error(`there is no file of ${String(pattern)}`);
    return found;
  };
  return { world, files, left, restore, newest };
}

describe('hostile states, journals and locks end in a clean error or a success', () => {
  it(`${DOCUMENTS} states`, async () => {
    const dice = new Dice(seed);
    const { world, files, left, restore, newest } = await readRecorded();
    const file = newest(/state\.\d+\.json$/);
    const valid = [left.get(file)!.toString()];
    const result = await runAttacks('states', DOCUMENTS, () => {
      restore();
      const document = hostileJson(dice, valid);
      files.contents.set(file, { bytes: document });
      const words = dice.one(dice.chance(0.5) ? READING : WRITING);
      return { document, words, run: () => world.run(...words) };
    });
    expect(result).toEqual({ documents: DOCUMENTS, faults: [] });
  });

  it(`${DOCUMENTS} journals`, async () => {
    const dice = new Dice(seed);
    const { world, files, left, restore, newest } = await readRecorded(9);
    const file = newest(/journal\.\d+\.jsonl$/);
    const lines = left.get(file)!.toString().split('\n').filter(Boolean);
    if (lines.length === 0) throw new Error('nothing was left open');
    const result = await runAttacks('journals', DOCUMENTS, () => {
      restore();
      const at = dice.below(lines.length);
      const ending = dice.one(['\n', '\n', '\n\n', '', '\n{']);
      const bad = lines.map((line, n) => (n === at || dice.chance(0.1) ? mutatedJson(dice, line) : line));
      const text = Buffer.from(bad.join('\n') + ending);
      const document = dice.chance(0.2) ? mutatedBytes(dice, text) : text;
      files.contents.set(file, { bytes: document });
      const words = dice.one(dice.chance(0.5) ? READING : WRITING);
      return { document, words, run: () => world.run(...words) };
    });
    expect(result).toEqual({ documents: DOCUMENTS, faults: [] });
  });

  it(`${DOCUMENTS} locks`, async () => {
    const dice = new Dice(seed);
    const { world, files, left, restore, newest } = await readRecorded(9);
    const file = newest(/lock\.\d+$/);
    const [who = '', status = ''] = left.get(file)!.toString().split('\n');
    const result = await runAttacks('locks', DOCUMENTS, () => {
      restore();
      const text = `${hostileJson(dice, [who]).toString()}\n${dice.one([status, 'released 0', 'abandoned', 'held x', ''])}\n`;
      const document = dice.chance(0.3) ? mutatedBytes(dice, Buffer.from(text)) : Buffer.from(text);
      files.contents.set(file, { bytes: document });
      // Most only inspect the holder; the others take the lock over or wait for it, and then do their work.
      const words = dice.chance(0.8)
        ? ['unlock', '--force']
        : dice.one([...WRITING, ['renew', 'preview', '--lock-timeout', '2min']]);
      return { document, words, run: () => world.run(...words) };
    });
    expect(result).toEqual({ documents: DOCUMENTS, faults: [] });
  });
});

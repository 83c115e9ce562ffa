import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestCloud, TestProject } from '../../helix';
import { runAttacks } from '../../in-process/attack';
import { Dice } from '../../in-process/seeded-random';
import { hostileJson, hostileToml, mutatedBytes } from '../../in-process/hostile';
import { drawnSeed } from '../../seed';

const DOCUMENTS = Number(process.env['HELIX_DOCUMENTS'] ?? 20);
const TOML = `[project]
name = "papertrail"

[cloud.production.helix]
cluster_id = "production"
env_vars = { LEVEL = "info" }

[cloud.preview.helix]
cluster_id = "preview"
ttl = "12h"
`;

const seed = drawnSeed();
const STATE = '.helix/state/default';

describe('hostile files, read by the real program', () => {
  let cloud: TestCloud;
  let project: TestProject;
  beforeAll(async () => {
    cloud = await TestCloud.start();
    project = new TestProject(
      { 'helix.toml': TOML, 'db/schema.hx': 'N::User { name: String }\n' },
      { HELIX_CLOUD_URL: cloud.url },
    );
    await project.runHelix('plan', '--out', 'first.plan');
    await project.runHelix('apply', '--auto-approve');
  });
  afterAll(async () => {
    project.remove();
    await cloud.stop();
  });

  const newest = (pattern: RegExp): string => {
    const names = readdirSync(join(project.directory, STATE)).filter((name) => pattern.test(name));
    const [name] = names.sort((a, b) => Number(/\d+/.exec(b)) - Number(/\d+/.exec(a)));
    if (name === undefined) throw new Error(`there is no file of ${String(pattern)}`);
    return `${STATE}/${name}`;
  };
  const json = (dice: Dice, text: string): Buffer => hostileJson(dice, [text]);

  it.each<[string, () => string, (dice: Dice, text: string) => Buffer, readonly (readonly string[])[]]>([
    [
      'helix.toml',
      () => 'helix.toml',
      (dice, text) => hostileToml(dice, [text]),
      [['validate'], ['plan'], ['graph']],
    ],
    ['helix.lock.json', () => 'helix.lock.json', json, [['plan'], ['estimate']]],
    [
      'saved plan',
      () => 'first.plan',
      json,
      [
        ['show', 'first.plan'],
        ['apply', 'first.plan'],
      ],
    ],
    ['state', () => newest(/^state\./), json, [['plan'], ['state', 'verify'], ['status']]],
    [
      'lock',
      () => newest(/^lock\./),
      (dice, text) =>
        mutatedBytes(dice, dice.chance(0.5) ? json(dice, text.split('\n')[0]!) : Buffer.from(text)),
      [['unlock', '--force'], ['plan']],
    ],
  ])(
    `end in a clean error or a success: ${DOCUMENTS} of each kind: %s`,
    async (kind, fileOf, hostile, commands) => {
      const dice = new Dice(seed);
      const file = fileOf();
      const path = join(project.directory, file);
      const text = readFileSync(path, 'utf8');
      try {
        const result = await runAttacks(`${kind}, real processes`, DOCUMENTS, () => {
          const document = hostile(dice, text);
          // Freeing a lock leaves a newer one.
          writeFileSync(join(project.directory, fileOf()), document);
          const words = dice.one(commands);
          return { document, words, run: () => project.run(words) };
        });
        expect(result).toEqual({ documents: DOCUMENTS, faults: [] });
      } finally {
        writeFileSync(path, text);
      }
    },
  );
});

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { planDigest } from '../../../src/plan/seal';
import { encodePlan } from '../../../src/plan/format';
import type { Plan } from '../../../src/plan/plan';
import { EXHAUSTIVE } from '../../exhaustive';
import { runAttacks } from '../../in-process/attack';
import { Dice } from '../../in-process/seeded-random';
import { hostileJson, hostileText, hostileToml } from '../../in-process/hostile';
import { MemoryWorld } from '../../in-process/memory-world';
import { drawnSeed } from '../../seed';

const DOCUMENTS = Number(process.env['HELIX_DOCUMENTS'] ?? (EXHAUSTIVE ? 10_000 : 3000));
/** Returns a share of the documents, because more than one test tries TOML. */
function share(part: number): number {
  return Math.ceil(part * DOCUMENTS);
}
const EXAMPLES = join(__dirname, '../../..', 'examples');

const TOML = `[project]
name = "papertrail"
queries = "db"

[helix_cloud]
endpoint = "https://cloud.invalid"

[defaults]
ttl = "7d"
region = "us-east-1"

[budget]
monthly_usd = 500
max_increase_usd = 200.50

[policy]
max_ttl = "30d"
allowed_regions = ["us-east-1", "eu-west-1"]

[state]
backend = "local"

[cloud.production.helix]
cluster_id = "papertrail-production"
region = "us-east-1"
size = "medium"
build_mode = "release"
protect = true
env_vars = { OPENAI_API_KEY = "env:OPENAI_API_KEY", LEVEL = "info" }
vector_config = { m = 16, ef_construction = 128, ef_search = 768, db_max_size_gb = 20 }
graph_config = { secondary_indices = ["name"] }

[cloud.preview.helix]
cluster_id = "papertrail-preview"
ttl = "12h"

[cloud.images.ghcr]
repository_name = "acme/papertrail"

[local.dev]
port = 6969

[deploy.api]
provider = "aws"
region = "us-east-1"
cpu = 2
memory_gb = 4
storage_gb = 20
ports = [443]
env = { LEVEL = "info" }
`;

const CLOUD_TOML = `default_provider = "work"

[providers.work]
provider_type = "aws"
default_region = "us-east-1"
regions = ["us-east-1", "eu-west-1"]
credentials = { type = "file", path = "~/.aws/credentials" }

[providers.google]
default_region = "us-central1"
credentials = { type = "command", cmd = ["vault", "read"] }

[defaults]
ttl = "7d"
spot = false
`;

const seed = drawnSeed();

function tomlFiles(name: RegExp): string[] {
  return readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .map((file) => readFileSync(join(EXAMPLES, file), 'utf8'));
}

async function lockText(): Promise<string> {
  const world = new MemoryWorld({ files: { 'helix.toml': TOML } });
  await world.run('cloud', 'regions', '--update');
  return world.read('helix.lock.json')!;
}

/** A world in which two clusters are applied and edited, and plans of it: for nothing recorded, and for what is. */
async function planAgain(): Promise<{ world: MemoryWorld; plans: readonly string[] }> {
  const world = new MemoryWorld({
    files: { 'helix.toml': TOML, 'db/schema.hx': 'N::User { name: String }\n' },
  });
  const savePlan = async () => {
    const { code, stderr } = await world.run('plan', '--out', 'saved.plan');
    if (code !== 0) throw new Error(stderr);
    return world.read('saved.plan')!;
  };
  const first = await savePlan();
  await world.run('apply', '--auto-approve', '--target', 'production', '--target', 'preview');
  world.write('helix.toml', TOML.replace('"medium"', '"large"').replace('papertrail-preview', 'preview-2'));
  const second = await savePlan();
  return { world, plans: [first, second, second] };
}

describe('hostile files end in a clean error or a success', () => {
  it(`${share(0.6)} helix.toml`, async () => {
    const dice = new Dice(seed);
    const valid = [TOML, TOML, ...tomlFiles(/helix\.toml$/)];
    const world = new MemoryWorld({ files: {} });
    const commands = [
      ['validate'],
      ['validate'],
      ['validate', '--json'],
      ['plan'],
      ['plan'],
      ['plan', '--json'],

      ['estimate'],
      ['graph'],
      ['graph', '--format', 'dot'],
      ['add', 'more', '--cloud'],
      ['state', 'list'],
    ];
    const result = await runAttacks('helix.toml', share(0.6), () => {
      const document = hostileToml(dice, valid);
      world.write('helix.toml', document);
      const words = dice.one(commands);
      return { document, words, run: () => world.run(...words) };
    });
    expect(result).toEqual({ documents: share(0.6), faults: [] });
  });

  it(`${share(0.4)} Blueprint.toml`, async () => {
    const dice = new Dice(seed);
    const valid = tomlFiles(/[Bb]lueprint\.toml$/);
    const world = new MemoryWorld({ files: {} });
    const result = await runAttacks('Blueprint.toml', share(0.4), () => {
      const document = hostileToml(dice, valid);
      world.write('Blueprint.toml', document);
      const words = dice.one([
        ['validate'],
        ['validate', '--json'],
        ['plan'],
        ['plan', '--json'],
        ['estimate'],
      ]);
      return { document, words, run: () => world.run(...words) };
    });
    expect(result).toEqual({ documents: share(0.4), faults: [] });
  });

  it(`${share(0.2)} cloud.toml`, async () => {
    const dice = new Dice(seed);
    const words = ['add', 'api', '--cpu', '2'];
    const world = new MemoryWorld({ files: {} });
    const result = await runAttacks('cloud.toml', share(0.2), () => {
      const document = hostileToml(dice, [CLOUD_TOML]);
      world.write('helix.toml', TOML.replace('[deploy.api]', '[deploy.other]'));
      world.write('cloud.toml', document);
      return { document, words, run: () => world.run(...words) };
    });
    expect(result).toEqual({ documents: share(0.2), faults: [] });
  });

  it(`${DOCUMENTS} helix.lock.json`, async () => {
    const dice = new Dice(seed);
    const valid = [await lockText()];
    const world = new MemoryWorld({ files: {} });
    const result = await runAttacks('helix.lock.json', DOCUMENTS, () => {
      const document = hostileJson(dice, valid);
      world.write('helix.toml', TOML);
      world.write('helix.lock.json', document);
      const words = dice.one([['validate'], ['validate', '--json'], ['validate'], ['plan'], ['estimate']]);
      return { document, words, run: () => world.run(...words) };
    });
    expect(result).toEqual({ documents: DOCUMENTS, faults: [] });
  });

  it(`${DOCUMENTS} saved plans, half of them sealed anew`, async () => {
    const dice = new Dice(seed);
    let { world, plans } = await planAgain();
    let isSpent = false;
    const resealed = (text: string): string => {
      try {
        const { plan } = JSON.parse(text) as { plan: Plan };
        return encodePlan({ ...plan, digest: planDigest(plan) });
      } catch {
        return text;
      }
    };
    const result = await runAttacks('saved plans', DOCUMENTS, async () => {
      if (isSpent) ({ world, plans } = await planAgain());
      isSpent = false;
      const document = hostileJson(dice, plans, dice.chance(0.5) ? resealed : undefined);
      world.write('saved.plan', document);
      const words = [
        ...dice.one([
          ['show'],
          ['show'],
          ['show', '--full'],
          ['show', '--json'],
          ['show', '--json'],
          ['apply'],
        ]),
        dice.chance(0.999) ? 'saved.plan' : hostileText(dice),
      ];
      const run = async () => {
        const answer = await world.run(...words);
        // A plan that was applied is stale from then on, and would hide what is wrong with the next.
        isSpent = words[0] === 'apply' && [0, 4].includes(answer.code);
        return answer;
      };
      return { document, words, run };
    });
    expect(result).toEqual({ documents: DOCUMENTS, faults: [] });
  });
});

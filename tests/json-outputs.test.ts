import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import outputs from '../schemas/outputs.schema.json';
import planSchema from '../schemas/plan.schema.json';
import stateSchema from '../schemas/state.schema.json';
import { COMMANDS } from '../src/cli/commands';
import { helpPageOf } from '../src/cli/help-page';
import { InMemoryCloud } from '../src/testing/in-memory-engine';
import { MemoryWorld } from './in-process/memory-world';
import { rentingEngine } from './in-process/paper-engine';

const ajv = new Ajv({ strict: false, allowUnionTypes: true });
addFormats(ajv);
ajv.addSchema(outputs, 'outputs').addSchema(planSchema, 'plan').addSchema(stateSchema, 'state');

/** The commands whose output is a document with a schema of its own. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  plan: 'plan',
  show: 'plan',
  'state list': 'state',
  'state pull': 'state',
};
/** The commands that print each event, and their own document on the last line. */
const APPLYING = [
  'apply',
  'push',
  'deploy',
  'delete',
  'destroy',
  'terminate',
  'cloud terminate',
  'cloud claim',
  'preview up',
  'preview down',
  'preview sweep',
];
/**
 * The commands that a world in memory cannot run: they build images, ask price APIs, need files of states or two backends,
 * or a Helix Cloud that keeps keys.
 */
const ELSEWHERE = [
  'auth create-key',
  'auth status',
  'build',
  'cloud claim',
  'keys create',
  'keys list',
  'keys revoke',
  'keys rotate',
  'prices update',
  'state migrate',
  'state push',
  'state restore',
];

/** Each command with `--json`, in an order in which each finds what it is about. */
const LINES = [
  'validate',
  'check',
  'graph',
  'cloud regions --update',
  'cloud regions --provider vultr',
  'cloud configure --provider aws --no-check',
  'cloud configure --list',
  'cloud configure --remove aws',
  // The world in memory has one cluster of a name: the preview goes before the project comes.
  'preview up --pr 3 --no-forge',
  'preview list --no-forge',
  'preview sweep --no-forge',
  'preview down --pr 3 --no-forge',
  'plan --out saved.plan',
  'show saved.plan',
  'apply --auto-approve',
  'plan',
  'status',
  'output',
  'push b',
  'deploy b',
  'cloud deploy remote --provider aws --image nginx:1.27 --yes',
  'cloud status',
  'cloud estimate',
  'cloud terminate remote --yes',
  'deploy remote --remote --yes',
  'terminate remote --forget --yes',
  'estimate',
  'estimate --provider aws --cpu 2 --memory 4 --storage 20',
  'prices show t3.small',
  'renew a',
  'logs a',
  'state list',
  'state pull',
  'state history',
  'state show cluster.a',
  'state verify',
  'workspace list',
  'state mv cluster.a cluster.c',
  'state rm cluster.c',
  'delete b --auto-approve',
  'destroy --auto-approve',
  'workspace delete default',
];

const HELIX_TOML = `[project]
name = "shop"
[cloud.a.helix]
cluster_id = "shop-a"
ttl = "7d"
env_vars = { LEVEL = "info" }
[cloud.b.helix]
cluster_id = "shop-b"
[preview]
from = ["a"]
`;

/** The words of each command that has an option `--json`. */
function commandsWithJson(): string[] {
  return COMMANDS.map(helpPageOf)
    .filter(({ options }) => options.some(({ usage }) => usage.includes('--json')))
    .map(({ title }) => title.replace('helix ', ''));
}

function schemaOf(command: string): string {
  return DOCUMENTS[command] ?? `outputs#/definitions/${command.replace(' ', '%20')}`;
}

test('each command with --json has a schema', () => {
  const described = [...Object.keys(DOCUMENTS), ...Object.keys(outputs.definitions)];
  const commands = commandsWithJson();
  expect(commands.length).toBeGreaterThan(20);
  expect(commands.filter((command) => !described.includes(command))).toEqual([]);
});

test('what the commands print is what their schemas describe', async () => {
  const files = { 'helix.toml': HELIX_TOML, 'db/schema.hx': 'N::A { x: String }\n' };
  const world = new MemoryWorld({ files, engines: [rentingEngine(new InMemoryCloud())] });
  const commands = [...commandsWithJson(), 'state pull'];
  const checked = new Set<string>();
  for (const line of LINES) {
    const command = commands
      .filter((one) => `${line} `.startsWith(`${one} `))
      .sort()
      .at(-1);
    if (command === undefined) throw new Error(`${line} prints no JSON`);
    const flags = command === 'state pull' ? [] : ['--json'];
    const { code, stdout, stderr } = await world.run(...line.split(' '), ...flags);
    expect([line, code, code === 0 ? '' : stderr]).toEqual([line, 0, '']);
    const isRemote = line.includes('--remote');
    const isStream = command === 'logs' || (APPLYING.includes(command) && !isRemote);
    const documents = isStream ? stdout.trim().split('\n') : [stdout];
    const events = APPLYING.includes(command) && !isRemote ? documents.splice(0, documents.length - 1) : [];
    for (const event of events) {
      const isValid = ajv.validate('outputs#/definitions/event', JSON.parse(event));
      expect([line, event, isValid, ajv.errors]).toEqual([line, event, true, null]);
    }
    for (const document of documents) {
      const isValid = ajv.validate(schemaOf(command), JSON.parse(document));
      expect([line, isValid, ajv.errors]).toEqual([line, true, null]);
    }
    checked.add(command);
  }
  expect(commands.filter((command) => !checked.has(command)).sort()).toEqual(ELSEWHERE);
});

test('an error is printed as its schema describes', async () => {
  const world = new MemoryWorld({ files: { 'helix.toml': '[cloud.a.helix]\nsize = 1\n' } });
  const { code, stdout } = await world.run('plan', '--json');
  expect(code).toBe(1);
  const isValid = ajv.validate('outputs#/definitions/error', JSON.parse(stdout));
  expect([isValid, ajv.errors]).toEqual([true, null]);
});

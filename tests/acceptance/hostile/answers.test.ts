import { HelixCloudClient } from '../../../src/adapters/helix-cloud/api/client';
import { createEmulator } from '../../../src/adapters/helix-cloud-emulator';
import { SystemRandom } from '../../../src/adapters/host/random';
import { exitCodeOf } from '../../../src/errors';
import type { Clock } from '../../../src/ports/clock';
import { renderError } from '../../../src/render/problems/render-error';
import { digestOf, digestOfText } from '../../../src/values/digest';
import { EXHAUSTIVE } from '../../exhaustive';
import type { Run } from '../../helix';
import { runAttacks } from '../../in-process/attack';
import { Dice } from '../../in-process/seeded-random';
import { hostileJson, mutatedBytes, mutatedJson } from '../../in-process/hostile';
import { MemoryWorld } from '../../in-process/memory-world';
import { PassingClock } from '../../../src/testing/passing-clock';
import { drawnSeed } from '../../seed';

const DOCUMENTS = Number(process.env['HELIX_DOCUMENTS'] ?? (EXHAUSTIVE ? 10_000 : 3000));
/** Whole commands whose answers are hostile. */
const COMMANDS = Math.ceil(DOCUMENTS / 20);
const STYLE = { color: false, width: 80, unicode: true, terminal: false };
const OWNER = { lineage: 'lineage', workspace: 'default', address: 'cluster.a' };
const CALLER = { owner: OWNER };
const SCHEMA = 'N::User { name: String }\n';
const FILES = [{ path: 'schema.hx', text: SCHEMA, sha256: digestOfText(SCHEMA) }];
const DEPLOY = { files: FILES, digest: digestOf({ 'schema.hx': digestOfText(SCHEMA) }) };
const CREATE = {
  cluster_id: 'a',
  region: 'us-east-1',
  owner: OWNER,
  build_mode: 'release' as const,
  db_config: {},
};

const seed = drawnSeed();

/** The time for which a stream is read: the log of a cluster ends with it. */
const OPENING_MS = 30_000;

/** Reads an answer, or the opening of an endless one. */
async function readText(answer: Response, clock: Clock): Promise<string> {
  if (answer.body === null) return '';
  const ended = new AbortController();
  const passed = (): null => null;
  const over = clock.sleep(OPENING_MS, ended.signal).then(passed, passed);
  const body: ReadableStream<Uint8Array> = answer.body;
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = await Promise.race([reader.read(), over]);
    if (part?.value === undefined) break;
    parts.push(part.value);
  }
  ended.abort();
  await reader.cancel();
  return Buffer.concat(parts).toString();
}

/** Returns the answer with another status, body or headers: a possible or an impossible one. */
async function corruptAnswer(
  dice: Dice,
  answer: Response,
  clock: Clock,
): Promise<{ bytes: Buffer; response: Response }> {
  const headers = new Headers(answer.headers);
  const text = await readText(answer, clock);
  const bytes = spoiltBody(dice, headers.get('content-type') ?? '', text);
  const status = dice.chance(0.8)
    ? answer.status
    : dice.one([200, 201, 302, 400, 401, 404, 409, 412, 418, 429, 500]);
  if (dice.chance(0.1)) {
    const types = ['text/html', 'text/event-stream', 'application/x-ndjson', '', 'application/json; \u00e9'];
    headers.set('content-type', dice.one(types));
  }
  if (dice.chance(0.1)) headers.set('retry-after', dice.one(['-1', '1e99', 'soon', '99999999999', '0']));
  return { bytes, response: new Response(new Uint8Array(bytes), { status, headers }) };
}

function spoiltBody(dice: Dice, type: string, text: string): Buffer {
  if (text === '' || dice.chance(0.1)) return mutatedBytes(dice, Buffer.from(text));
  if (type.startsWith('application/json')) return hostileJson(dice, [text]);
  // A stream: the data of its events or lines.
  const told = text.replaceAll(/\{.*\}/g, (json) => (dice.chance(0.5) ? mutatedJson(dice, json) : json));
  return Buffer.from(told);
}

type Call = (client: HelixCloudClient, seen: (part: unknown) => void) => Promise<unknown>;
const CALLS: Readonly<Record<string, Call>> = {
  regions: (client) => client.readRegions(),
  status: (client) => client.readStatus('a'),
  list: (client) => client.list({ lineage: 'lineage' }),
  create: (client) => client.create(CREATE, 'key'),
  update: (client) => client.update('a', { size: 'medium' }, 'update', CALLER),
  deploy: (client, seen) => client.deploy('a', DEPLOY, CALLER, seen),
  start: (client) => client.start('a', CALLER),
  stop: (client) => client.stop('a', CALLER),
  delete: (client) => client.delete('a', CALLER),
  logs: (client) => client.readLogs('a', {}),
  follow: async (client, seen) => {
    const stop = new AbortController();
    for await (const line of client.followLogs('a', {}, { signal: stop.signal })) {
      seen(line);
      stop.abort();
    }
  },
};

/** Returns all texts in a value, unescaped: any of them could be shown. */
function textsIn(value: unknown): string {
  if (typeof value === 'string') return `${value}\n`;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, member]) => `${key}\n${textsIn(member)}`)
    .join('');
}

describe('hostile answers of the service end in a clean error or a success', () => {
  it(`${DOCUMENTS} answers to calls`, async () => {
    const dice = new Dice(seed);
    const [clock, random] = [new PassingClock(), new SystemRandom()];
    const emulator = createEmulator({ directory: null, apiKey: null, clock, random });
    const clientOf = (fetch: (request: Request) => Promise<Response>) =>
      new HelixCloudClient({
        endpoint: 'http://cloud.invalid',
        apiKey: 'key',
        keySource: 'HELIX_API_KEY',
        clock,
        random,
        fetch,
        retry: { attempts: 2 },
      });
    const real = clientOf((request) => emulator.fetch(request));
    let document: Buffer = Buffer.alloc(0);
    let asked = 0;
    const client = clientOf(async (request) => {
      // A log is followed again whenever it breaks off, which here is always: after 50 requests nobody answers.
      if (++asked > 50) throw new TypeError('fetch failed');
      const { bytes, response } = await corruptAnswer(dice, await emulator.fetch(request), clock);
      document = bytes;
      return response;
    });
    const result = await runAttacks('answers to calls', DOCUMENTS, async (n) => {
      // So that most calls have a cluster to work on.
      if (n % 10 === 0) await CALLS['create']!(real, () => undefined).catch(() => undefined);
      const name = dice.one(Object.keys(CALLS));
      const run = async (): Promise<Run> => {
        const seen: unknown[] = [];
        asked = 0;
        try {
          const result = await CALLS[name]!(client, (part) => seen.push(part));
          return { code: 0, stdout: textsIn([result, seen]), stderr: '' };
        } catch (error) {
          return { code: exitCodeOf(error), stdout: textsIn(seen), stderr: renderError(error, STYLE) };
        }
      };
      return {
        words: [name],
        run,
        get document() {
          return document;
        },
      };
    });
    expect(result).toEqual({ documents: DOCUMENTS, faults: [] });
  });

  it(`${COMMANDS} commands, with answers that the commands use further`, async () => {
    const dice = new Dice(seed);
    let rate = 0;
    let document: Buffer = Buffer.alloc(0);
    const files = {
      'helix.toml':
        '[project]\nname = "papertrail"\n\n[cloud.production.helix]\ncluster_id = "production"\nenv_vars = { LEVEL = "info" }\n\n[cloud.preview.helix]\ncluster_id = "preview"\nttl = "12h"\n',
      'db/schema.hx': 'N::User { name: String }\n',
    };
    const world = new MemoryWorld({
      files,
      passThrough: async (request, send) => {
        const answer = await send(request);
        if (!dice.chance(rate)) return answer;
        const { bytes, response } = await corruptAnswer(dice, answer, world.clock);
        document = bytes;
        return response;
      },
    });
    const commands = [
      ['apply', '--auto-approve'],
      ['destroy', '--auto-approve'],
      ['status'],
      ['plan', '--refresh'],

      ['logs', 'preview'],
      ['cloud', 'regions', '--update'],
      ['stop', 'preview'],
      ['start', 'preview'],
      ['import', 'cluster.preview', 'preview'],
    ];
    const result = await runAttacks('commands', COMMANDS, async (n) => {
      rate = 0;
      if (n % 5 === 0) await world.run('apply', '--auto-approve');
      rate = dice.one([0.1, 0.5, 1]);
      const words = dice.one(commands);
      return {
        words,
        run: () => world.run(...words),
        get document() {
          return document;
        },
      };
    });
    expect(result).toEqual({ documents: COMMANDS, faults: [] });
  });
});

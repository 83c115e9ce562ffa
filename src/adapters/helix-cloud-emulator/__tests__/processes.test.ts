import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildSync } from 'esbuild';
import { callerOf, countingRandom, withDirectory } from './harness';
import { SystemClock } from '../../host/clock';
import { createEmulator } from '../emulator';

// Creates its own clusters and fights for common ones; prints which of those it won.
const PROGRAM = `
import { createEmulator } from ${JSON.stringify(join(__dirname, '..', 'emulator.ts'))};
import { SystemClock } from ${JSON.stringify(join(__dirname, '..', '..', 'host', 'clock.ts'))};
import { SystemRandom } from ${JSON.stringify(join(__dirname, '..', '..', 'host', 'random.ts'))};
const [, , directory, name] = process.argv;
const emulator = createEmulator({ directory, apiKey: null, clock: new SystemClock(), random: new SystemRandom() });
const create = async (id) => {
  const owner = { lineage: name, workspace: 'default', address: 'cluster.main' };
  const body = JSON.stringify({ cluster_id: id, owner, region: 'us-east-1', build_mode: 'dev', db_config: {} });
  const headers = { 'idempotency-key': name + id, 'content-type': 'application/json' };
  return (await emulator.fetch(new Request('http://helix.test/clusters/create', { method: 'POST', headers, body }))).status;
};
const won = [];
for (let index = 0; index < 300; index += 1) {
  if ((await create(name + '-' + index)) !== 201) throw new Error('own cluster refused');
  if ((await create('common-' + index)) === 201) won.push(index);
  await new Promise((resolve) => setImmediate(resolve));
}
console.log(JSON.stringify(won));
`;

describe('processes on one directory', () => {
  it('32: lose nothing, and of each contested id one process wins', async () => {
    await withDirectory(async (directory) => {
      const program = join(directory, 'program.mjs');
      buildSync({
        stdin: { contents: PROGRAM, resolveDir: __dirname, loader: 'ts' },
        bundle: true,
        platform: 'node',
        format: 'esm',
        banner: {
          js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
        },
        outfile: program,
        logLevel: 'silent',
      });
      const state = join(directory, 'state');
      const won = await Promise.all(['x', 'y', 'z'].map((name) => run(program, state, name)));
      expect(won.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, index) => index));

      const clock = new SystemClock();
      const emulator = createEmulator({ directory: state, apiKey: null, clock, random: countingRandom() });
      const call = callerOf(emulator.fetch);
      for (const [index, name] of ['x', 'y', 'z'].entries()) {
        const { json } = await call('GET', `/clusters?lineage=${name}&limit=1000`);
        expect(json['clusters']).toHaveLength(300 + (won[index]?.length ?? 0));
      }
      await emulator.close();
    });
  });
});

async function run(program: string, state: string, name: string): Promise<readonly number[]> {
  const child = spawn(process.execPath, [program, state, name], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(err);
  return JSON.parse(out) as number[];
}

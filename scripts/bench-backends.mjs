// The part of `npm run bench` that measures a large recorded state on each backend: the local directory, S3 (moto) and
// PostgreSQL, each in a process of its own on this host. The report says which backends are left out: their server is
// not installed.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const ROOT = dirname(import.meta.dirname);

/** Measures a plan without changes, a plan with one change and its apply. */
export async function benchBackends(bench, size) {
  const { say, table, count } = bench;
  const parts = await bundleParts(bench.scratch);
  say();
  say('## A large recorded state on each backend');
  say();
  say(
    `${count(size)} recorded clusters; S3 is moto, and both servers run on the same host. The state is ` +
      'compressed on its way to S3 and PostgreSQL. An apply writes its operations to the journal and its changes to the state. `written` counts all bytes of the process: to files, connections and output.',
  );
  say();
  table(['backend', 'command', 'time', 'peak memory', 'written']);
  benchBackend(bench, parts, size, 'local', '', {});
  await withServer(say, 'S3', parts.MotoServer, (moto) =>
    benchBackend(
      bench,
      parts,
      size,
      'S3',
      `[state]\nbackend = "s3"\nbucket = "${moto.bucket}"\nkey = "bench"\nendpoint_url = "${moto.url}"\n\n`,
      { AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' },
    ),
  );
  await withServer(say, 'PostgreSQL', parts.PostgresServer, (postgres) =>
    benchBackend(
      bench,
      parts,
      size,
      'PostgreSQL',
      '[state]\nbackend = "postgres"\nurl = "env:STATE_URL"\n\n',
      {
        STATE_URL: postgres.url,
      },
    ),
  );
}

function benchBackend(bench, { digestOf }, size, name, head, variables) {
  const { makeProject, writeProject, run, expect, usageOf, timeRuns, row } = bench;
  Object.assign(bench.env, variables);
  const project = makeProject(`backend-${name}`, 2, head, name.toLowerCase());
  expect(
    run(project, [bench.helix, 'apply', '--auto-approve', '--no-refresh']),
    'Apply complete! Resources: 2 added',
  );
  const pulled = JSON.parse(run(project, [bench.helix, 'state', 'pull']).stdout);
  const file = join(project, 'grown.json');
  writeFileSync(file, JSON.stringify(grownState(pulled, size, name.toLowerCase(), digestOf)));
  bench.requireSuccess(run(project, [bench.helix, 'state', 'push', file]), 'helix state push');
  const measure = (what, words, line) => {
    const command = [bench.helix, ...words];
    const time = timeRuns(() => expect(run(project, command), line), 1);
    const { memory, written } = usageOf(project, command);
    row(name, what, time, memory, written);
  };
  writeProject(project, size, 'small', head, name.toLowerCase());
  measure('plan, no change', ['plan'], 'Plan: 0 to add, 0 to change, 0 to destroy.');
  writeProject(project, size, 'medium', head, name.toLowerCase());
  measure('plan, one change', ['plan'], 'Plan: 0 to add, 1 to change, 0 to destroy.');
  const apply = [bench.helix, 'apply', '--auto-approve', '--no-refresh'];
  let applied = { memory: '', written: '' };
  const time = timeRuns(() => {
    applied = usageOf(project, apply);
  }, 1);
  row(name, 'apply, one change', time, applied.memory, applied.written);
}

/** A pulled state, filled up with copies of its two clusters, with the names and TTLs that `writeProject` gives them. */
function grownState(pulled, size, named, digestOf) {
  const models = ['cluster.c0', 'cluster.c1'].map((address) => JSON.stringify(pulled.resources[address]));
  const resources = {};
  for (let i = 0; i < size; i += 1) {
    const n = i % 10 === 0 ? 0 : 1;
    const text = models[n]
      .replaceAll(`cluster.c${n}`, `cluster.c${i}`)
      .replaceAll(`bench-${named}-${n}"`, `bench-${named}-${i}"`);
    const copy = JSON.parse(text);
    resources[`cluster.c${i}`] = { ...copy, name: `c${i}`, inputsDigest: digestOf(copy.inputs) };
  }
  return { ...pulled, resources };
}

async function withServer(say, name, Server, act) {
  let server;
  try {
    server = await Server.start();
  } catch (error) {
    if (!/is not installed/.test(error.message)) throw error;
    return say(`\n${name} is left out: ${error.message}\n`);
  }
  try {
    await act(server);
  } finally {
    await server.stop();
  }
}

/** Bundles the servers of the acceptance tests and the product's digest for plain Node. */
async function bundleParts(scratch) {
  const outfile = join(scratch, 'backends.cjs');
  const from = (path) => JSON.stringify(join(ROOT, path));
  await build({
    stdin: {
      contents:
        `export { MotoServer } from ${from('tests/acceptance/backends/moto-server.ts')};\n` +
        `export { PostgresServer } from ${from('tests/acceptance/backends/postgres-server.ts')};\n` +
        `export { digestOf } from ${from('src/values/digest.ts')};\n`,
      resolveDir: ROOT,
    },
    bundle: true,
    platform: 'node',
    external: ['pg-native'],
    outfile,
    // The programs that they start stand beside them.
    define: { __dirname: from('tests/acceptance/backends') },
  });
  return createRequire(import.meta.url)(outfile);
}

// The part of `npm run bench` that measures a large recorded state on each backend: the local directory, S3 as moto plays it,
// and PostgreSQL, each in a process of its own on this machine. A backend whose server is not installed is left out, and said.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const ROOT = dirname(import.meta.dirname);

/** Measures with the tools of `bench.mjs`: a plan without a change, one with one, and an apply of that one. */
export async function backends(bench, size) {
  const { say, table, count } = bench;
  const parts = await bundled(bench.scratch);
  say();
  say('## A large recorded state on each backend');
  say();
  say(
    `${count(size)} recorded clusters; S3 is moto, and both servers run on the same machine. The state is ` +
      'compressed on its way to S3 and PostgreSQL. An apply writes what it begins and ends to the journal, and what it changed; what is written counts all that the process wrote: to files, connections and its output.',
  );
  say();
  table(['backend', 'command', 'time', 'peak memory', 'written']);
  await onBackend(bench, parts, size, 'local', '', {});
  await withServer(say, 'S3', parts.MotoServer, (moto) =>
    onBackend(
      bench,
      parts,
      size,
      'S3',
      `[state]\nbackend = "s3"\nbucket = "${moto.bucket}"\nkey = "bench"\nendpoint_url = "${moto.url}"\n\n`,
      { AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' },
    ),
  );
  await withServer(say, 'PostgreSQL', parts.PostgresServer, (postgres) =>
    onBackend(bench, parts, size, 'PostgreSQL', '[state]\nbackend = "postgres"\nurl = "env:STATE_URL"\n\n', {
      STATE_URL: postgres.url,
    }),
  );
}

async function onBackend(bench, { digestOf }, size, name, head, variables) {
  const { makeProject, writeProject, run, expect, used, timed, row } = bench;
  Object.assign(bench.env, variables);
  const project = makeProject(`backend-${name}`, 2, head, name.toLowerCase());
  expect(
    run(project, [bench.helix, 'apply', '--auto-approve', '--no-refresh']),
    'Apply complete! Resources: 2 added',
  );
  const pulled = JSON.parse(run(project, [bench.helix, 'state', 'pull']).stdout);
  const file = join(project, 'grown.json');
  writeFileSync(file, JSON.stringify(grown(pulled, size, name.toLowerCase(), digestOf)));
  bench.succeeded(run(project, [bench.helix, 'state', 'push', file]), 'helix state push');
  const measure = (what, words, line) => {
    const command = [bench.helix, ...words];
    const time = timed(() => expect(run(project, command), line), 1);
    const { memory, written } = used(project, command);
    row(name, what, time, memory, written);
  };
  writeProject(project, size, 'small', head, name.toLowerCase());
  measure('plan, no change', ['plan'], 'Plan: 0 to add, 0 to change, 0 to destroy.');
  writeProject(project, size, 'medium', head, name.toLowerCase());
  measure('plan, one change', ['plan'], 'Plan: 0 to add, 1 to change, 0 to destroy.');
  const apply = [bench.helix, 'apply', '--auto-approve', '--no-refresh'];
  let applied;
  const time = timed(() => {
    applied = used(project, apply);
  }, 1);
  row(name, 'apply, one change', time, applied.memory, applied.written);
}

/** A pulled state with copies of its two clusters, of which the first has a TTL as every tenth has, named as `writeProject` names them. */
function grown(pulled, size, named, digestOf) {
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

/** The servers of the acceptance tests and the digest of the product, made for plain node. */
async function bundled(scratch) {
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
  });
  return createRequire(import.meta.url)(outfile);
}

// The part of `npm run bench` that makes previews: from `helix preview up` to the first healthy answer, for a cluster of the
// emulator and, where there is a container engine, for a local container.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleHelpers } from './bench-docker.mjs';

const NUMBER = 1;

export async function benchPreview(bench, { docker: hasDocker }) {
  bench.say();
  bench.say('## Previews of pull requests');
  bench.say();
  bench.say('From `helix preview up` to the first healthy answer of what it made.');
  bench.say();
  bench.table(['preview', 'time']);
  const cluster = projectIn(
    bench,
    'preview-cluster',
    '[helix_cloud]\nendpoint = "embedded"\n\n[cloud.web.helix]\ncluster_id = "bench-preview"\n',
  );
  bench.row('a cluster on the emulator', await measureTime(bench, () => makeCluster(bench, cluster)));
  bench.run(cluster, [bench.helix, 'preview', 'down', '--pr', `${NUMBER}`, '--no-forge']);
  if (hasDocker) await benchContainer(bench);
}

async function benchContainer(bench) {
  const { DockerServer, SERVES } = await bundleHelpers(bench.root, bench.scratch);
  let docker;
  try {
    docker = await DockerServer.start();
  } catch (error) {
    return bench.say(`A local container is left out: ${error.message}`);
  }
  try {
    bench.env.DOCKER_HOST = docker.host;
    docker.makeImage('preview:1', SERVES, { 'www/healthz': 'ok' });
    const table = '[local.web]\nport = 21690\nimage = "preview"\ntag = "1"\npull = "never"\n';
    const local = projectIn(bench, 'preview-local', table);
    bench.row('a local container', await measureTime(bench, () => makeContainer(bench, local)));
    bench.run(local, [bench.helix, 'preview', 'down', '--pr', `${NUMBER}`, '--no-forge']);
  } finally {
    delete bench.env.DOCKER_HOST;
    await docker.stop();
  }
}

function projectIn({ scratch }, name, table) {
  const directory = join(scratch, name);
  mkdirSync(directory);
  writeFileSync(
    join(directory, 'helix.toml'),
    `[project]\nname = "bench"\n\n${table}\n[preview]\nfrom = ["web"]\n`,
  );
  return directory;
}

/** An endpoint of the emulator leads nowhere: its status is its answer. */
function makeCluster(bench, directory) {
  bench.expect(up(bench, directory), `pull request ${NUMBER}: live`);
  const status = bench.run(directory, [bench.helix, 'status', '--workspace', `pr-${NUMBER}`]);
  bench.expect(status, 'running');
}

async function makeContainer(bench, directory) {
  const [, url] = /(http:\/\/\S+)/.exec(up(bench, directory).stdout) ?? [];
  const answer = await fetch(new URL('/healthz', url));
  if (!answer.ok) throw new Error(`the preview answered ${answer.status}`);
}

function up({ run, helix }, directory) {
  return run(directory, [helix, 'preview', 'up', '--pr', `${NUMBER}`, '--no-forge']);
}

async function measureTime({ ms }, act) {
  const from = performance.now();
  await act();
  return ms(performance.now() - from);
}

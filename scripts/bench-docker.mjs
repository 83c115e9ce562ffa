// The part of `npm run bench` that drives a container engine and a registry of its own: local instances that have nothing to do,
// and an image that its registry already has. If one of the programs is missing, the report says so and leaves this part out.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const INSTANCES = 20;
const FIRST_PORT = 21_700;

/** Applies local instances and a pushed image, and measures what is left to do: nothing. */
export async function benchDocker(bench) {
  const { say, table, row, run, expect, requireSuccess, measure, peakMemory, helix, scratch } = bench;
  say();
  say('## Containers and images of this host');
  say();
  const { DockerServer, RegistryServer, SERVES } = await bundleHelpers(bench.root, scratch);
  let docker, registry;
  try {
    docker = await DockerServer.start();
    registry = await RegistryServer.start('open');
  } catch (error) {
    await docker?.stop();
    return say(`Left out: ${error.message}`);
  }
  try {
    say(`${INSTANCES} local instances of one prebuilt image, and one image in a registry on loopback.`);
    say();
    table(['command', 'time', 'peak memory']);
    bench.env.DOCKER_HOST = docker.host;
    docker.makeImage('web:1', SERVES, { 'www/healthz': 'ok' });
    const locals = join(scratch, 'locals');
    mkdirSync(locals);
    const tables = Array.from(
      { length: INSTANCES },
      (_, i) => `[local.n${i}]\nport = ${FIRST_PORT + i}\nimage = "web"\ntag = "1"\npull = "never"\n`,
    );
    writeFileSync(join(locals, 'helix.toml'), `[project]\nname = "bench"\n\n${tables.join('\n')}`);
    requireSuccess(run(locals, [helix, 'apply', '--auto-approve']), 'apply of local instances');
    for (const words of [['plan'], ['plan', '--refresh'], ['apply', '--auto-approve']]) {
      const all = [helix, ...words];
      expect(run(locals, all), words[0] === 'plan' ? 'No changes' : '0 added');
      row(`\`helix ${words.join(' ')}\`, no change`, measure(locals, all), peakMemory(locals, all));
    }
    requireSuccess(run(locals, [helix, 'destroy', '--auto-approve']), 'destroy of local instances');
    benchCompose(bench);

    const pushed = join(scratch, 'pushed');
    mkdirSync(pushed);
    writeFileSync(join(pushed, 'Dockerfile'), 'FROM scratch\nCOPY data.txt /\n');
    writeFileSync(join(pushed, 'data.txt'), 'bench\n');
    const keys = `repository_name = "bench"\nregistry_url = "${registry.host}"\n`;
    writeFileSync(join(pushed, 'helix.toml'), `[project]\nname = "bench"\n\n[cloud.web.registry]\n${keys}`);
    const apply = [helix, 'apply', '--auto-approve'];
    expect(run(pushed, apply), '1 added');
    // Another checkout: nothing is on record, and the registry has the image.
    const again = () => {
      rmSync(join(pushed, '.helix'), { recursive: true });
      expect(run(pushed, apply), '1 added');
    };
    row('`helix apply` of an image that the registry has', bench.timeRuns(again, bench.runs), '');
  } finally {
    delete bench.env.DOCKER_HOST;
    await docker.stop();
    await registry.stop();
  }
}

/** Measures Docker Compose on containers of the same image, ports and restart policy, where it is on the PATH. */
function benchCompose({ scratch, env, row, runs, timeRuns, requireSuccess }) {
  const compose = [['docker-compose'], ['docker', 'compose']].find(
    ([program, ...words]) => spawnSync(program, [...words, 'version'], { env }).status === 0,
  );
  if (compose === undefined) return row('Docker Compose', 'not on the PATH', '');
  const folder = join(scratch, 'composed');
  mkdirSync(folder);
  const services = Array.from({ length: INSTANCES }, (_, i) => {
    const ports = [`127.0.0.1:${FIRST_PORT + i}:8080`];
    return [`n${i}`, { image: 'web:1', ports, restart: 'unless-stopped' }];
  });
  const file = { version: '3', services: Object.fromEntries(services) };
  writeFileSync(join(folder, 'docker-compose.yml'), JSON.stringify(file));
  const [program, ...first] = compose;
  const call = (...words) =>
    requireSuccess(
      spawnSync(program, [...first, ...words], { cwd: folder, env, encoding: 'utf8' }),
      `${program} ${words.join(' ')}`,
    );
  call('up', '-d');
  row(
    `\`${compose.join(' ')} up -d\`, no change`,
    timeRuns(() => call('up', '-d'), runs),
    '',
  );
  call('down');
}

/** Makes the engine and the registry of the acceptance tests loadable here. */
export async function bundleHelpers(root, scratch) {
  const outfile = join(scratch, 'bench-docker.cjs');
  const folder = join(root, 'tests', 'acceptance', 'docker');
  await build({
    stdin: {
      contents:
        "export { DockerServer, SERVES } from './docker-server'; export { RegistryServer } from './registry-server';",
      resolveDir: folder,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    outfile,
    logLevel: 'error',
  });
  return createRequire(import.meta.url)(outfile);
}

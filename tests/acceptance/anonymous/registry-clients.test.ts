import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { foundProgram } from '../backends/found-program';
import { DockerServer } from '../docker/docker-server';
import { AnonymousCloud } from './anonymous-cloud';

const run = promisify(execFile);
const DOCKER = 'apt-get install -y --no-install-recommends docker.io docker-cli';
/** A few in CI; `HELIX_PROOF_RUNS` asks for more. */
const IMAGES = Number(process.env['HELIX_PROOF_RUNS'] ?? 4);

let docker: DockerServer;
let cloud: AnonymousCloud;
let folder: string;

beforeAll(async () => {
  docker = await DockerServer.start();
  cloud = await AnonymousCloud.start();
  folder = mkdtempSync(join(tmpdir(), 'helix-clients-'));
});

afterEach(() => docker.clear());

afterAll(async () => {
  await cloud.stop();
  await docker.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Instance {
  readonly instance_id: string;
  readonly deployment_key: string;
  readonly registry: { readonly host: string };
}

async function createInstance(key: string): Promise<Instance> {
  const answer = await fetch(`${cloud.url}/anonymous/instances`, {
    method: 'POST',
    headers: { 'idempotency-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'dev', build_mode: 'dev', db_config: {} }),
  });
  return (await answer.json()) as Instance;
}

/** Runs the docker command line, signed in as the instance by a configuration of its own. */
async function runDocker({ instance_id: id, deployment_key: key, registry }: Instance, ...words: string[]) {
  const config = join(folder, id);
  mkdirSync(config, { recursive: true });
  const auth = Buffer.from(`${id}:${key}`).toString('base64');
  writeFileSync(join(config, 'config.json'), JSON.stringify({ auths: { [registry.host]: { auth } } }));
  const env = {
    PATH: process.env['PATH'] ?? '',
    DOCKER_HOST: docker.host,
    DOCKER_CONFIG: config,
    DOCKER_BUILDKIT: '0',
  };
  return run(foundProgram('docker', DOCKER), words, { env });
}

it('takes random images of the docker command line, and gives them back as they were', async () => {
  const instance = await createInstance('random');
  const bytes = fc.uint8Array({ minLength: 0, maxLength: 5000 });
  const layers = fc.array(bytes, { minLength: 1, maxLength: 4 });
  for (const [index, contents] of fc.sample(layers, { numRuns: IMAGES, seed: 7 }).entries()) {
    const context = mkdtempSync(join(folder, 'context-'));
    contents.forEach((content, layer) => writeFileSync(join(context, `f${layer}`), content));
    const copies = contents.map((_, layer) => `COPY f${layer} /`).join('\n');
    writeFileSync(join(context, 'Dockerfile'), `FROM scratch\nLABEL n=${index}\n${copies}\n`);
    const name = `${instance.registry.host}/${instance.instance_id}/app:v${index}`;
    await runDocker(instance, 'build', '-q', '-t', name, context);
    const before = await runDocker(instance, 'inspect', '-f', '{{.Id}} {{.RootFS.Layers}}', name);
    await runDocker(instance, 'push', '-q', name);
    await runDocker(instance, 'rmi', '-f', name);
    await runDocker(instance, 'pull', '-q', name);
    const after = await runDocker(instance, 'inspect', '-f', '{{.Id}} {{.RootFS.Layers}}', name);
    expect(after.stdout).toBe(before.stdout);
    await runDocker(instance, 'rmi', '-f', name);
  }
});

it('refuses the docker command line another repository, and another key', async () => {
  const [mine, other] = [await createInstance('mine'), await createInstance('other')];
  const context = mkdtempSync(join(folder, 'context-'));
  writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nLABEL a=b\n');
  const name = `${mine.registry.host}/${other.instance_id}/app:1`;
  await runDocker(mine, 'build', '-q', '-t', name, context);
  await expect(runDocker(mine, 'push', '-q', name)).rejects.toThrow(/403|denied/);
  const wrong = { ...other, deployment_key: 'hdk_wrong' };
  await expect(runDocker(wrong, 'push', '-q', name)).rejects.toThrow(/unauthorized|no basic auth|denied/);
});

it('takes up an upload again that was cut on the line', async () => {
  const { instance_id: id, deployment_key: key } = await createInstance('cut');
  const headers = { authorization: `Basic ${Buffer.from(`${id}:${key}`).toString('base64')}` };
  const content = Buffer.alloc(3_000_000, 'abcdefg');
  const begun = await fetch(`${cloud.url}/v2/${id}/app/blobs/uploads/`, { method: 'POST', headers });
  const upload = `${cloud.url}${begun.headers.get('location') ?? ''}`;
  await sendHalf(upload, headers, content);
  const reached = await fetch(upload, { headers });
  let offset = nextByte(reached);
  expect(offset).toBeGreaterThan(1);
  expect(offset).toBeLessThan(content.length);
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  for (let status = 416; status === 416;) {
    const range = `${offset}-${content.length - 1}`;
    const part = { ...headers, 'content-range': range };
    const rest = await fetch(upload, { method: 'PATCH', headers: part, body: content.subarray(offset) });
    // Bytes that were still on their way move the next one, and the answer tells it.
    ({ status } = rest);
    offset = nextByte(rest);
    expect([202, 416]).toContain(status);
  }
  const done = await fetch(`${upload}?digest=${digest}`, { method: 'PUT', headers });
  expect(done.status).toBe(201);
  const back = await fetch(`${cloud.url}/v2/${id}/app/blobs/${digest}`, { headers });
  expect(Buffer.from(await back.arrayBuffer()).equals(content)).toBe(true);
  expect(readFileSync(join(cloud.data, 'clusters.jsonl'), 'utf8')).not.toContain(key);
});

function nextByte({ headers }: Response): number {
  return Number(/^0-(\d+)$/.exec(headers.get('range') ?? '')?.[1]) + 1;
}

/** Sends a half of a part, and breaks the line once the server has taken of it. */
async function sendHalf(url: string, headers: Record<string, string>, content: Buffer): Promise<void> {
  await new Promise<void>((resolve) => {
    const sending = request(url, {
      method: 'PATCH',
      headers: { ...headers, 'transfer-encoding': 'chunked' },
    });
    sending.on('error', () => resolve());
    sending.on('close', () => resolve());
    const endAtHalf = async (): Promise<void> => {
      let range = '0-0';
      while (range === '0-0') range = (await fetch(url, { headers })).headers.get('range') ?? '';
      sending.destroy();
    };
    sending.write(content.subarray(0, content.length / 2), () => {
      void endAtHalf();
    });
  });
}

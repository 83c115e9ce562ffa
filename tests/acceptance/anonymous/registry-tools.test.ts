import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { foundProgram, isFound } from '../backends/found-program';
import { AnonymousCloud } from './anonymous-cloud';

const run = promisify(execFile);
/** One program pushes, and one pulls, all of them. */
const IMAGES = 100;

let cloud: AnonymousCloud;
let folder: string;
let id: string;
let key: string;
let host: string;

beforeAll(async () => {
  cloud = await AnonymousCloud.start();
  folder = mkdtempSync(join(tmpdir(), 'helix-tools-'));
  const answer = await fetch(`${cloud.url}/anonymous/instances`, {
    method: 'POST',
    headers: { 'idempotency-key': 'tools', 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'dev', build_mode: 'dev', db_config: {} }),
  });
  const made = (await answer.json()) as Record<'instance_id' | 'deployment_key', string>;
  ({ instance_id: id, deployment_key: key } = made);
  ({ host } = new URL(cloud.url));
});

afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true, force: true });
});

const OCI = 'application/vnd.oci.image';

/** Writes an image as the `dir:` transport of skopeo keeps it: a file for each blob, named by its digest. */
function writeImage(directory: string, layers: readonly Uint8Array[]): void {
  mkdirSync(directory, { recursive: true });
  const put = (mediaType: string, content: Uint8Array) => {
    const digest = sha256(content);
    writeFileSync(join(directory, digest), content);
    return { mediaType, digest: `sha256:${digest}`, size: content.length };
  };
  const config = {
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${sha256(layer)}`) },
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    config: put(`${OCI}.config.v1+json`, Buffer.from(JSON.stringify(config))),
    layers: layers.map((layer) => put(`${OCI}.layer.v1.tar+gzip`, gzipSync(layer))),
  };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(directory, 'version'), 'Directory Transport Version: 1.1\n');
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The digest of each file of each image in a directory. */
function contentsOf(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  return Object.fromEntries(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [path.slice(directory.length), sha256(readFileSync(path))];
    }),
  );
}

it('takes a hundred random images of skopeo, and gives each byte of them back', async () => {
  const skopeo = foundProgram('skopeo', 'apt-get install -y --no-install-recommends skopeo');
  const layers = fc.array(fc.uint8Array({ maxLength: 5000 }), { minLength: 1, maxLength: 4 });
  const [pushed, pulled] = [join(folder, 'pushed'), join(folder, 'pulled')];
  mkdirSync(pulled);
  for (const [index, contents] of fc.sample(layers, { numRuns: IMAGES, seed: jest.getSeed() }).entries()) {
    writeImage(join(pushed, `app:v${index}`), contents);
  }
  const auth = join(folder, 'auth.json');
  const login = Buffer.from(`${id}:${key}`).toString('base64');
  writeFileSync(auth, JSON.stringify({ auths: { [host]: { auth: login } } }));
  const words = ['--insecure-policy', 'sync', '--authfile', auth, '--preserve-digests'];
  const push = ['--src', 'dir', '--dest', 'docker', '--dest-tls-verify=false', pushed, `${host}/${id}`];
  await run(skopeo, [...words, ...push]);
  const pull = ['--src', 'docker', '--dest', 'dir', '--src-tls-verify=false', `${host}/${id}/app`, pulled];
  await run(skopeo, [...words, ...pull]);
  const before = contentsOf(pushed);
  expect(Object.keys(before).filter((path) => path.endsWith('manifest.json'))).toHaveLength(IMAGES);
  expect(contentsOf(pulled)).toEqual(before);
});

it('passes the conformance tests of the OCI distribution specification', async () => {
  if (!isFound('oci-conformance')) {
    process.stdout.write('skipped: the conformance tests of OCI, for there is no Go\n');
    return;
  }
  const results = join(folder, 'results');
  const env = {
    PATH: process.env['PATH'] ?? '',
    OCI_REGISTRY: host,
    OCI_TLS: 'disabled',
    OCI_REPO1: `${id}/one`,
    OCI_REPO2: `${id}/two`,
    OCI_USERNAME: id,
    OCI_PASSWORD: key,
    OCI_VERSION: '1.1',
    OCI_RESULTS_DIR: results,
  };
  await run('oci-conformance', [], { env, cwd: folder, maxBuffer: 64 * 1024 * 1024 });
  const report = readFileSync(join(results, 'junit.xml'), 'utf8');
  const [suite = ''] = /<testsuite [^>]*>/.exec(report) ?? [];
  expect(suite).toMatch(/ failures="0"/);
  expect(suite).toMatch(/ errors="0"/);
  expect(Number(/ tests="(\d+)"/.exec(suite)?.[1])).toBeGreaterThan(500);
});

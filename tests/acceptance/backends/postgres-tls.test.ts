import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestCloud, TestProject } from '../../helix';
import type { Run } from '../../helix';
import { PostgresServer } from './postgres-server';

let scratch: string;
let cloud: TestCloud;
let postgres: PostgresServer;
let project: TestProject;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'helix-tls-'));
  for (const name of ['ca', 'other']) {
    openssl(
      'req',
      '-x509',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      ...newKey(name),
      '-out',
      file(`${name}.crt`),
    );
  }
  // For that name, and no address.
  writeFileSync(file('names'), 'subjectAltName=DNS:localhost\n');
  openssl('req', '-subj', '/CN=localhost', ...newKey('server'), '-out', file('server.csr'));
  const signer = ['-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '2'];
  openssl(
    'x509',
    '-req',
    '-in',
    file('server.csr'),
    ...signer,
    '-extfile',
    file('names'),
    '-out',
    file('server.crt'),
  );
  [cloud, postgres] = await Promise.all([
    TestCloud.start('--provision-ms', '0'),
    PostgresServer.start({ cert: file('server.crt'), key: file('server.key') }),
  ]);
  project = new TestProject(
    {
      'helix.toml':
        '[project]\nname = "tls"\n\n[cloud.a.helix]\ncluster_id = "ID-tls"\nsize = "small"\n\n' +
        '[state]\nbackend = "postgres"\nurl = "env:STATE_URL"\n',
    },
    { HELIX_CLOUD_URL: cloud.url, HELIX_API_KEY: 'k' },
  );
});
afterAll(async () => {
  await Promise.all([cloud.stop(), postgres.stop()]);
  project.remove();
  rmSync(scratch, { recursive: true });
});

const file = (name: string): string => join(scratch, name);
const newKey = (name: string): string[] => [
  '-newkey',
  'ec',
  '-pkeyopt',
  'ec_paramgen_curve:prime256v1',
  '-nodes',
  '-keyout',
  file(`${name}.key`),
];

function openssl(...words: string[]): void {
  const { status, stderr } = spawnSync('openssl', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${words.join(' ')}: ${stderr}`);
}

function run(host: string, query: string, ...words: string[]): Promise<Run> {
  const url = `${postgres.url.replace('127.0.0.1', host)}${query}`;
  return project.run(words, { env: { STATE_URL: url } });
}

const listed = { code: 0, stdout: expect.stringContaining('cluster.a') as string, stderr: '' };

describe('a state in a PostgreSQL that speaks TLS alone', () => {
  beforeAll(async () => {
    const full = `?sslmode=verify-full&sslrootcert=${file('ca.crt')}`;
    expect(await run('localhost', full, 'apply', '--auto-approve')).toMatchObject({ code: 0 });
  });

  it.each([
    ['verify-full with the CA, by the name in its certificate', 'localhost', 'verify-full', 'ca.crt'],
    ['verify-ca with the CA, by another name', '127.0.0.1', 'verify-ca', 'ca.crt'],
    ['require, which encrypts and asks for no certificate', '127.0.0.1', 'require', null],
    ['require with the CA, which is verify-ca', '127.0.0.1', 'require', 'ca.crt'],
  ])('is reached with sslmode=%s', async (_, host, mode, ca) => {
    const query = `?sslmode=${mode}${ca === null ? '' : `&sslrootcert=${file(ca)}`}`;
    expect(await run(host, query, 'state', 'list')).toMatchObject(listed);
  });

  it.each([
    ['the CA is another one', 'localhost', 'verify-full', 'other.crt', 'certificate'],
    ['the CA is another one', '127.0.0.1', 'require', 'other.crt', 'certificate'],
    ['no CA is named that signed it', 'localhost', 'verify-full', null, 'certificate'],
    ['its certificate has another name', '127.0.0.1', 'verify-full', 'ca.crt', '127.0.0.1'],
    ['the file of the CA is not there', 'localhost', 'verify-full', 'nowhere.crt', 'nowhere.crt'],
  ])('is refused at once where %s (%s, sslmode=%s)', async (_, host, mode, ca, why) => {
    const query = `?sslmode=${mode}${ca === null ? '' : `&sslrootcert=${file(ca)}`}`;
    const { code, stdout, stderr } = await run(host, query, 'state', 'list');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      new RegExp(`Cannot connect to postgres://${host}:\\d+/postgres over TLS: .*${why}`),
    );
    expect(stderr).toContain('sslrootcert');
    expect(stderr).not.toContain('secret');
  });

  it('says how to encrypt where that is not asked for', async () => {
    const { code, stderr } = await run('localhost', '', 'state', 'list');
    expect([code, stderr]).toEqual([3, expect.stringContaining('sslmode=verify-full')]);
  });
});

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TestProject } from '../../helix';
import { Certificates } from './certificates';
import { ForwardProxy } from './forward-proxy';

const REGIONS = JSON.stringify({
  price_basis: 'list',
  regions: [
    {
      id: 'corp-1',
      name: 'Corp',
      default: true,
      sizes: [{ id: 'small', vcpu: 1, memory_gb: 4, usd_per_hour: '0.1', default: true }],
    },
  ],
});
const NO_OBJECT = '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>';
const LOCK = JSON.stringify({ format: 1, helixCloud: null, choices: {} });

/** Helix Cloud, a bucket without objects and a price API that is a web page, told apart by their paths. */
const answer: RequestListener = (request, response) => {
  const path = request.url?.replace(/^http:\/\/[^/]+/, '') ?? '';
  if (path === '/regions') response.writeHead(200, { 'content-type': 'application/json' }).end(REGIONS);
  else if (path.startsWith('/states/'))
    response.writeHead(404, { 'content-type': 'application/xml' }).end(NO_OBJECT);
  else response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Sign in</title>');
};

let certificates: Certificates;
let tls: Server;
let proxy: ForwardProxy;
beforeAll(async () => {
  certificates = new Certificates('DNS:cloud.corp.invalid,DNS:localhost,IP:127.0.0.1');
  const { certificate, key } = certificates;
  tls = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, answer);
  tls.listen(0, '127.0.0.1');
  await once(tls, 'listening');
});
beforeEach(async () => {
  proxy = await ForwardProxy.start(answer, () => portOf(tls));
});
afterEach(() => {
  proxy.close();
  projects.splice(0).forEach((project) => project.remove());
});
afterAll(() => {
  tls.closeAllConnections();
  tls.close();
  certificates.remove();
});

const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;
const projects: TestProject[] = [];

const EMBEDDED =
  '[project]\nname = "p"\n[helix_cloud]\nendpoint = "embedded"\n[cloud.a.helix]\ncluster_id = "p-a"\n';

function projectWith(toml: string, env: Record<string, string>): TestProject {
  const project = new TestProject({ 'helix.toml': toml, 'helix.lock.json': LOCK }, env);
  projects.push(project);
  return project;
}

/** Asks a Helix Cloud for its regions: one request. */
function readRegions(endpoint: string, env: Record<string, string>) {
  const project = projectWith('[project]\nname = "p"\n', {
    HELIX_CLOUD_URL: endpoint,
    HELIX_API_KEY: 'k',
    ...env,
  });
  return project.run(['cloud', 'regions', '--update']);
}

const bucketAt = (url: string): string =>
  `${EMBEDDED}[state]\nbackend = "s3"\nbucket = "states"\nkey = "p"\nregion = "us-east-1"\nendpoint_url = "${url}"\n`;
const AWS = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };

describe('a proxy', () => {
  it('passes on the plain requests to Helix Cloud, with its login, in both spellings of the variable', async () => {
    for (const variable of ['HTTP_PROXY', 'http_proxy']) {
      const run = await readRegions('http://cloud.corp.invalid', {
        [variable]: proxy.url.replace('//', '//me:p%40ss@'),
      });
      expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('corp-1')]);
    }
    expect(proxy.seen).toEqual(Array(2).fill('GET http://cloud.corp.invalid/regions'));
    expect([...proxy.logins]).toEqual(['me:p@ss']);
  });

  it('tunnels the encrypted requests to Helix Cloud and to S3, which trust a private authority', async () => {
    const env = { HTTPS_PROXY: `127.0.0.1:${proxy.port}`, SSL_CERT_FILE: certificates.ca };
    const run = await readRegions('https://cloud.corp.invalid', env);
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('corp-1')]);
    const plan = await projectWith(bucketAt('https://cloud.corp.invalid:9000'), { ...AWS, ...env }).run([
      'plan',
    ]);
    expect([plan.code, plan.stderr]).toEqual([0, '']);
    expect([...new Set(proxy.seen)]).toEqual([
      'CONNECT cloud.corp.invalid:443',
      'CONNECT cloud.corp.invalid:9000',
    ]);
  });

  it('passes on the requests to an S3 without TLS, and to a price API', async () => {
    const env = { ...AWS, HTTP_PROXY: proxy.url, HELIX_PRICES_URL_AZURE: 'http://prices.corp.invalid' };
    const project = projectWith(bucketAt('http://s3.corp.invalid:9000'), env);
    expect(await project.run(['plan'])).toMatchObject({ code: 0 });
    const prices = await project.run(['prices', 'update', '--provider', 'azure']);
    expect(prices).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('200 with a web page') as string,
    });
    const origins = proxy.seen.map((line) => /^GET (http:\/\/[^/]+)\//.exec(line)?.[1]);
    expect([...new Set(origins)]).toEqual(['http://s3.corp.invalid:9000', 'http://prices.corp.invalid']);
  });

  it('is not used for a host of NO_PROXY, however it is spelt, nor for this host', async () => {
    const spellings = [
      { NO_PROXY: '*' },
      { NO_PROXY: 'cloud.corp.invalid' },
      { NO_PROXY: 'other.example, .corp.invalid' },
      { no_proxy: 'other.example corp.invalid:80' },
      { no_proxy: ' *.INVALID ,other.example' },
    ];
    const runs = await Promise.all(
      spellings.map((list) => readRegions('http://cloud.corp.invalid', { HTTP_PROXY: proxy.url, ...list })),
    );
    // Asked directly, no name server knows it.
    for (const run of runs)
      expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('cloud.corp.invalid') as string });
    const here = createPlainServer(answer).listen(0, '127.0.0.1');
    await once(here, 'listening');
    try {
      expect(await readRegions(`http://127.0.0.1:${portOf(here)}`, { HTTP_PROXY: proxy.url })).toMatchObject({
        code: 0,
      });
    } finally {
      here.closeAllConnections();
      here.close();
    }
    expect(proxy.seen).toEqual([]);
  });

  it('that refuses is named and asked once, and an invalid URL is refused', async () => {
    proxy.refusal = 407;
    const refused = await readRegions('https://cloud.corp.invalid', { HTTPS_PROXY: proxy.url });
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain(`tried once; last: the proxy ${proxy.url} answered 407.`);
    expect(refused.stderr).toContain('http://USER:PASSWORD@HOST:PORT');
    expect(proxy.seen).toHaveLength(1);

    const wrong = await readRegions('https://cloud.corp.invalid', { HTTPS_PROXY: 'socks5://me:secret@h:1' });
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.stderr).toContain('HTTPS_PROXY is not the URL of an HTTP proxy.');
    expect(wrong.stderr).not.toContain('secret');
  });
});

describe('a private certificate authority', () => {
  it.each(['AWS_CA_BUNDLE', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'])(
    'is trusted for the state in S3 with %s',
    async (name) => {
      const project = projectWith(bucketAt(`https://localhost:${portOf(tls)}`), {
        ...AWS,
        [name]: certificates.ca,
      });
      expect(await project.run(['plan'])).toMatchObject({ code: 0, stderr: '' });
    },
  );

  it('is not trusted without, which the error says together with the way out', async () => {
    const run = await projectWith(bucketAt(`https://localhost:${portOf(tls)}`), AWS).run(['plan']);
    expect(run).toMatchObject({ code: 1 });
    expect(run.stderr).toMatch(/the certificate of the server is not trusted[^]*AWS_CA_BUNDLE/);
  });

  it('whose file is missing or holds no certificate is named', async () => {
    for (const file of ['/nonexistent/ca.pem', certificates.key]) {
      const project = projectWith(bucketAt(`https://localhost:${portOf(tls)}`), {
        ...AWS,
        AWS_CA_BUNDLE: file,
      });
      const run = await project.run(['plan']);
      expect(run).toMatchObject({ code: 1 });
      expect(run.stderr).toContain(`Cannot read the certificates in ${file}`);
    }
  });
});

describe('an endpoint that is something else', () => {
  it('that answers a web page or a redirect is an error the user can fix, which says what answered', async () => {
    const server = createPlainServer((request, response) => {
      if (request.url === '/page/regions') answer(request, response);
      else response.writeHead(302, { location: 'http://login.example/' }).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${portOf(server)}`;
    try {
      const page = await readRegions(`${url}/page`, {});
      expect(page).toMatchObject({ code: 1 });
      expect(page.stderr).toContain('200 with text/html, titled "Sign in"');
      const moved = await readRegions(url, {});
      expect(moved).toMatchObject({ code: 1 });
      expect(moved.stderr).toContain('redirects to http://login.example/');
      const encrypted = await readRegions(url.replace('http:', 'https:'), {});
      expect(encrypted).toMatchObject({ code: 1 });
      expect(encrypted.stderr).toContain('tried once; last: the server speaks plain HTTP there, not TLS.');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('AWS credentials that are not there', () => {
  const s3 = bucketAt('http://127.0.0.1:9');
  const config =
    '[profile sso]\nsso_session = my\nsso_account_id = 123456789012\nsso_role_name = Admin\n' +
    '[sso-session my]\nsso_start_url = https://example.invalid/start\nsso_region = us-east-1\n';

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'an SSO session that was never opened',
      { AWS_PROFILE: 'sso' },
      /profile sso has expired or was never opened\.\nRun `aws sso login --profile sso`/,
    ],
    ['a profile that does not exist', { AWS_PROFILE: 'typo' }, /there is no profile typo in \S+aws-config/],
    [
      'a token file that does not exist',
      { AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/x', AWS_WEB_IDENTITY_TOKEN_FILE: '/no/such/file' },
      /cannot read \/no\/such\/file: it does not exist\.\nCorrect AWS_WEB_IDENTITY_TOKEN_FILE/,
    ],
    ['nothing at all', {}, /There are no credentials for s3:\/\/states \S* ?\S*\.\nSet AWS_ACCESS_KEY_ID/],
  ])('end with 3 and the reason: %s', async (_title, env, message) => {
    const project = projectWith(s3, { AWS_EC2_METADATA_DISABLED: 'true', ...env });
    project.write('aws-config', config);
    const run = await project.run(['plan'], { env: { AWS_CONFIG_FILE: `${project.directory}/aws-config` } });
    expect(run).toMatchObject({ code: 3 });
    expect(run.stderr).toMatch(message);
  });
});

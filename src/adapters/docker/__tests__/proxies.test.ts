import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProxies } from '../connection/proxies';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'helix-proxies-'))));
afterEach(() => rmSync(home, { recursive: true }));

const read = (environment: Record<string, string>) =>
  readProxies({ home, environment: { DOCKER_CONFIG: home, ...environment } });

test("the proxies of Docker's configuration precede those of the environment, in both spellings", async () => {
  const proxies = { default: { httpProxy: 'http://proxy:3128', noProxy: 'localhost' } };
  writeFileSync(join(home, 'config.json'), JSON.stringify({ proxies }));
  expect(await read({ HTTP_PROXY: 'http://other', https_proxy: 'http://secure:3128' })).toEqual({
    HTTP_PROXY: 'http://proxy:3128',
    http_proxy: 'http://proxy:3128',
    HTTPS_PROXY: 'http://secure:3128',
    https_proxy: 'http://secure:3128',
    NO_PROXY: 'localhost',
    no_proxy: 'localhost',
  });
});

test('without a proxy there is no variable', async () => {
  expect(await read({ HTTP_PROXY: '' })).toEqual({});
});

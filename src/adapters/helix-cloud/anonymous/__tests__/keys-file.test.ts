import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemRandom } from '../../../host/random';
import { KeysFile } from '../keys-file';

let folder: string;
let keys: KeysFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'helix-keys-'));
  keys = new KeysFile(join(folder, 'own'), new SystemRandom());
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CLOUD = 'https://cloud.example.com';
const KEYS = { deploymentKey: 'hdk_1', apiKey: 'hak_1', expiresAt: '2026-12-27T04:10:00.000Z' };

describe('the file of the keys of anonymous instances', () => {
  it('is for the user alone, and gives back what it keeps', async () => {
    await keys.keep(CLOUD, 'anon-1', KEYS);
    expect(await keys.find(CLOUD, 'anon-1')).toEqual(KEYS);
    expect(await keys.find('https://other.example.com', 'anon-1')).toBeNull();
    expect(statSync(keys.path).mode & 0o777).toBe(0o600);
  });

  it('keeps everything else when an instance is forgotten', async () => {
    await keys.keep(CLOUD, 'anon-1', KEYS);
    await keys.keep(CLOUD, 'anon-2', { ...KEYS, deploymentKey: 'hdk_2' });
    await keys.forget(CLOUD, 'anon-1');
    expect(await keys.find(CLOUD, 'anon-1')).toBeNull();
    expect((await keys.find(CLOUD, 'anon-2'))?.deploymentKey).toBe('hdk_2');
    expect(readFileSync(keys.path, 'utf8')).not.toContain('hdk_1');
  });

  it('answers the same key to a creation that is begun again, and another one after its end', async () => {
    const first = await keys.begin('/shop#dev');
    expect(await keys.begin('/shop#dev')).toEqual(first);
    expect(await keys.begin('/shop#other')).not.toEqual(first);
    await keys.finish('/shop#dev');
    expect(await keys.begin('/shop#dev')).not.toEqual(first);
  });

  it('is not quoted when it is damaged, and not replaced either', async () => {
    await keys.keep(CLOUD, 'anon-1', KEYS);
    writeFileSync(keys.path, 'deployment_key = hdk_secret');
    await expect(keys.find(CLOUD, 'anon-1')).rejects.toThrow(/is not valid TOML/);
    await expect(keys.keep(CLOUD, 'anon-2', KEYS)).rejects.not.toThrow(/hdk_secret/);
    expect(readFileSync(keys.path, 'utf8')).toBe('deployment_key = hdk_secret');
  });

  it('needs a home to be written, and holds nothing without one', async () => {
    const homeless = new KeysFile(null, new SystemRandom());
    expect(await homeless.find(CLOUD, 'anon-1')).toBeNull();
    await expect(homeless.keep(CLOUD, 'anon-1', KEYS)).rejects.toThrow('There is no home directory');
  });
});

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TestCloud, TestProject } from '../../helix';

const TOML = `[project]
name = "papertrail"

[cloud.staging.helix]
cluster_id = "account"
region = "eu-west-1"
`;

let cloud: TestCloud;
let made: TestProject;
beforeAll(async () => (cloud = await TestCloud.start('--api-key', 'right-key')));
afterAll(() => cloud.stop());
beforeEach(() => (made = new TestProject({ 'helix.toml': TOML }, { HELIX_CLOUD_URL: cloud.url })));
afterEach(() => made.remove());

const login = (key: string) => made.run(['login', '--key-stdin'], { input: `${key}\n` });
const kept = () => join(made.home, '.helix', 'credentials');

describe('login', () => {
  it('checks the key with the API and keeps it, for the user alone', async () => {
    const run = await login('right-key');
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining(kept())]);
    expect(run.stdout + run.stderr).not.toContain('right-key');
    expect(readFileSync(kept(), 'utf8')).toBe('helix_user_id=user_emulator\nhelix_user_key=right-key\n');
    expect(statSync(kept()).mode & 0o777).toBe(0o600);
    expect((await made.run(['status'])).code).toBe(0);
  });

  it('takes the line end and the quotes off a pasted key', async () => {
    expect((await login('"right-key"\r')).code).toBe(0);
    expect(readFileSync(kept(), 'utf8')).toContain('helix_user_key=right-key\n');
  });

  it('warns while HELIX_API_KEY takes precedence, and so does logout', async () => {
    const env = { HELIX_API_KEY: 'right-key' };
    const run = await made.run(['login', '--key-stdin'], { input: 'right-key', env });
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('HELIX_API_KEY is set')]);
    const out = await made.run(['logout'], { env });
    expect([out.code, out.stderr]).toEqual([0, expect.stringContaining('HELIX_API_KEY is still set')]);
  });

  it('keeps nothing of a key that the API does not take, and ends with 3', async () => {
    const run = await login('wr0ng-key');
    expect([run.code, run.stdout]).toEqual([3, '']);
    expect(run.stderr).not.toContain('wr0ng-key');
    expect(existsSync(kept())).toBe(false);

    await login('right-key');
    expect((await login('wr0ng-key')).code).toBe(3);
    expect(readFileSync(kept(), 'utf8')).toContain('right-key');
  });

  it('asks for --key-stdin where there is no terminal, and refuses an empty key, with 64', async () => {
    const run = await made.run(['login']);
    expect([run.code, run.stderr]).toEqual([64, expect.stringContaining('--key-stdin')]);
    expect((await login('')).code).toBe(64);
  });
});

describe('the key that is used', () => {
  it('is that of HELIX_API_KEY before the one that is kept', async () => {
    await login('right-key');
    await made.runHelix('apply', '--auto-approve');
    const refused = await made.run(['status'], { env: { HELIX_API_KEY: 'wr0ng-key' } });
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('HELIX_API_KEY')]);
    expect(refused.stderr).not.toContain('wr0ng-key');
    await made.runHelix('destroy', '--auto-approve');
  });

  it('is missing after logout: what needs one ends with 3, names `helix login`, and has done nothing', async () => {
    await login('right-key');
    expect(await made.runHelix('logout')).toContain(kept());
    expect(existsSync(kept())).toBe(false);
    expect(await made.runHelix('logout')).toContain('No key was saved.');
    const run = await made.run(['apply', '--auto-approve']);
    expect([run.code, run.stderr]).toEqual([3, expect.stringContaining('helix login')]);
    expect(await made.runHelix('state', 'list')).toContain('Nothing is recorded.');
  });
});

describe('cloud regions', () => {
  it('are read from the lock file, without a network, once they are pinned', async () => {
    const none = await made.run(['cloud', 'regions']);
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('--update')]);
    await login('right-key');
    const updated = await made.runHelix('cloud', 'regions', '--update');
    expect(updated).toMatch(/eu-west-1 +small +1 +4 GB +\$0.099 +\$72.27/);
    expect(existsSync(join(made.directory, 'helix.lock.json'))).toBe(true);
    await made.runHelix('logout');
    expect(await made.runHelix('cloud', 'regions')).toBe(updated);
    const json = JSON.parse(await made.runHelix('cloud', 'regions', '--json')) as object;
    expect(json).toMatchObject({ endpoint: cloud.url });
    expect(await made.runHelix('plan')).toContain('+$72.27/mo');
  });

  it('can be updated when the file names one that is not pinned yet', async () => {
    await login('right-key');
    await made.runHelix('cloud', 'regions', '--update');
    const pinned = made.read('helix.lock.json');
    made.write('helix.lock.json', pinned.replaceAll('eu-west-1', 'eu-west-9'));
    const run = await made.run(['plan']);
    expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('helix cloud regions --update')]);
    await made.runHelix('cloud', 'regions', '--update');
    expect(await made.runHelix('plan')).toContain('+ cluster.staging');
  });
});

import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import outputs from '../../../schemas/outputs.schema.json';
import { TestCloud, TestProject } from '../../helix';
import type { Run } from '../../helix';

const TOML = `[project]
name = "papertrail"

[cloud.staging.helix]
cluster_id = "keys-staging"
`;

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly last_used_at: string | null;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly in_use: boolean;
}

let data: string;
let cloud: TestCloud;
let made: TestProject;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'helix-keys-'));
  cloud = await TestCloud.start('--api-key', 'k', '--data', data);
});
afterAll(async () => {
  await cloud.stop();
  rmSync(data, { recursive: true, force: true });
});
beforeEach(() => (made = new TestProject({ 'helix.toml': TOML }, { HELIX_CLOUD_URL: cloud.url })));
afterEach(() => made.remove());

const saved = () => join(made.home, '.helix', 'credentials');
const readSavedKey = () => /helix_user_key=(.*)/.exec(readFileSync(saved(), 'utf8'))![1]!;
const withKey = (key: string) => ({ env: { HELIX_API_KEY: key } });

/** Creates an API key with a name that no other test has, and logs in with it. */
async function loginAs(scope: string): Promise<{ readonly name: string; readonly key: string }> {
  const name = `test-${(names += 1)}`;
  const key = await cloud.createKey(name, scope);
  expect((await made.run(['login', '--key-stdin'], { input: `${key}\n` })).code).toBe(0);
  return { name, key };
}
let names = 0;

async function listKeys(name: string): Promise<readonly Listed[]> {
  const run = await made.run(['keys', 'list', '--json'], withKey('k'));
  return (JSON.parse(run.stdout) as Listed[]).filter((key) => key.name === name);
}

async function isAccepted(key: string): Promise<boolean> {
  const answer = await fetch(`${cloud.url}/me`, { headers: { 'x-api-key': key } });
  return answer.ok;
}

/** Starts `keys rotate` of the saved key, and waits until the new key exists and its check is under way. */
async function startRotation() {
  const own = cloud.keepBack(/\/me$/);
  const child = made.start(['keys', 'rotate']);
  child.stdin?.end();
  const stderr = text(child.stderr!);
  await own.arrived;
  const check = cloud.keepBack(/\/me$/);
  await own.release();
  await check.arrived;
  return { child, check, stderr };
}

describe('keys create', () => {
  it('prints the bare key to a pipe, once, and all else on standard error', async () => {
    const run = await made.run(['keys', 'create', 'piped', '--scope', 'read'], withKey('k'));
    expect([run.code, run.stdout]).toEqual([0, expect.stringMatching(/^hx_[\w-]{43}\n$/)]);
    expect(run.stderr).toContain('It is not shown again.');
    expect(run.stderr).not.toContain(run.stdout.trim());
    expect(await isAccepted(run.stdout.trim())).toBe(true);
    expect(JSON.stringify(await listKeys('piped'))).not.toContain(run.stdout.trim());
  });

  it('writes the key to the file of --out for the user alone, and prints nothing', async () => {
    made.write('ci.key', 'older\n');
    const run = await made.run(['keys', 'create', 'filed', '--out', 'ci.key'], withKey('k'));
    expect([run.code, run.stdout]).toEqual([0, '']);
    expect(statSync(join(made.directory, 'ci.key')).mode & 0o777).toBe(0o600);
    expect(run.stderr).not.toContain(made.read('ci.key').trim());
    expect(await isAccepted(made.read('ci.key').trim())).toBe(true);
  });

  it('makes no key when the file cannot be written, and revokes one that nobody could read', async () => {
    const nowhere = await made.run(['keys', 'create', 'nowhere', '--out', 'no/such/key'], withKey('k'));
    expect([nowhere.code, await listKeys('nowhere')]).toEqual([1, []]);
    const child = made.start(['keys', 'create', 'unread'], withKey('k'));
    child.stdin?.end();
    child.stdout?.destroy();
    await once(child, 'close');
    expect(await listKeys('unread')).toMatchObject([{ revoked_at: expect.any(String) as string }]);
  });
});

describe('a scope that is too small', () => {
  it('ends with 3, names both scopes and changes nothing', async () => {
    await loginAs('read');
    const runs: Run[] = [];
    for (const words of [
      ['apply', '--auto-approve'],
      ['keys', 'list'],
      ['keys', 'create', 'more'],
      ['keys', 'revoke', 'key_bootstrap', '--yes'],
    ]) {
      runs.push(await made.run(words));
    }
    expect(runs.map(({ code }) => code)).toEqual([3, 3, 3, 3]);
    expect(runs[0]?.stderr).toMatch(/needs a key of the scope deploy: .* has the scope read/);
    for (const run of runs.slice(1)) {
      expect(run.stderr).toMatch(/needs a key of the scope admin: .* has the scope read/);
    }
    expect((await cloud.listClusters()).filter(({ cluster_id: id }) => id === 'keys-staging')).toEqual([]);
  });
});

describe('keys rotate', () => {
  it('replaces the saved key by one that was checked; the old one works through the grace', async () => {
    const { name, key } = await loginAs('deploy');
    const run = await made.run(['keys', 'rotate']);
    expect([run.code, run.stdout]).toEqual([0, '']);
    expect(readSavedKey()).not.toBe(key);
    expect(run.stderr).not.toContain(readSavedKey());
    expect([await isAccepted(key), await isAccepted(readSavedKey())]).toEqual([true, true]);
    expect(statSync(saved()).mode & 0o777).toBe(0o600);
    expect(await listKeys(name)).toHaveLength(2);
    expect(readdirSync(join(made.home, '.helix'))).toEqual(['credentials']);
  });

  it('without a grace ends the old key at once, and the project applies with the new one', async () => {
    const { key } = await loginAs('deploy');
    await made.runHelix('keys', 'rotate', '--grace', '0');
    const refused = await made.run(['apply', '--auto-approve'], withKey(key));
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('expired at')]);
    await made.runHelix('apply', '--auto-approve');
    await made.runHelix('destroy', '--auto-approve');
  });

  it('prints the new key where the old one is that of HELIX_API_KEY, and names the variable', async () => {
    const key = await cloud.createKey('from-variable', 'read');
    const run = await made.run(['keys', 'rotate'], withKey(key));
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('HELIX_API_KEY still holds the old key');
    expect(await isAccepted(run.stdout.trim())).toBe(true);
    expect(existsSync(saved())).toBe(false);
  });

  it('rotates the key of a cluster for `auth create-key`, and says how to make one where there is none', async () => {
    const key = await cloud.createKey('prod-job', 'cluster:prod-1');
    const run = await made.run(['auth', 'create-key', 'prod-1', '--grace', '0'], withKey('k'));
    expect(run.code).toBe(0);
    expect([await isAccepted(key), await isAccepted(run.stdout.trim())]).toEqual([false, true]);
    const none = await made.run(['auth', 'create-key', 'prod-2'], withKey('k'));
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('--scope cluster:prod-2')]);
  });

  it('leaves the file as it was when the new key is not accepted, and revokes that one', async () => {
    const { name, key } = await loginAs('deploy');
    const before = readFileSync(saved(), 'utf8');
    const { child, check } = await startRotation();
    const closed = once(child, 'close');
    const successor = (await listKeys(name)).find((one) => one.last_used_at === null);
    await cloud.readJson('DELETE', `/keys/${successor!.id}`);
    await check.release();
    expect(await closed).toEqual([3, null]);
    expect(readFileSync(saved(), 'utf8')).toBe(before);
    expect(await isAccepted(key)).toBe(true);
    expect(readdirSync(join(made.home, '.helix'))).toEqual(['credentials']);
  });

  it('killed between the answer and the file leaves the old key; run again it ends with one new key', async () => {
    const { name, key } = await loginAs('deploy');
    const { child, check, stderr } = await startRotation();
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
    expect(await stderr).toContain('run `helix keys rotate` again');
    expect([readSavedKey(), await isAccepted(key)]).toEqual([key, true]);
    await made.runHelix('keys', 'rotate');
    await check.release();
    expect([readSavedKey() === key, await isAccepted(readSavedKey())]).toEqual([false, true]);
    expect(await listKeys(name)).toHaveLength(2);
    expect(readdirSync(join(made.home, '.helix'))).toEqual(['credentials']);
  });

  it('two at once leave one saved key that works, and no lock', async () => {
    await loginAs('deploy');
    const runs = await Promise.all([made.run(['keys', 'rotate']), made.run(['keys', 'rotate'])]);
    // The second waits for the first: it rotates the new key, or says that the file has another one by now.
    const [first, second] = runs.map(({ code }) => code).sort();
    expect(first).toBe(0);
    expect([0, 5]).toContain(second);
    expect(await isAccepted(readSavedKey())).toBe(true);
    expect(readdirSync(join(made.home, '.helix'))).toEqual(['credentials']);
  });
});

describe('keys revoke', () => {
  it('ends a key at once, in every process, and says 1 for one that does not exist', async () => {
    const key = await cloud.createKey('to-revoke', 'read');
    const [listed] = await listKeys('to-revoke');
    await made.run(['keys', 'revoke', listed!.id, '--yes'], withKey('k'));
    const refused = await made.run(['keys', 'list'], withKey(key));
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('was revoked at')]);
    const unknown = await made.run(['keys', 'revoke', 'key_none', '--yes'], withKey('k'));
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('keys list')]);
    const path = await made.run(['keys', 'revoke', `a/../${listed!.id}`, '--yes'], withKey('k'));
    expect([path.code, path.stderr]).toEqual([1, expect.stringContaining('There is no key of the id')]);
  });

  it('asks for --yes where there is no terminal, with 64, and revokes nothing', async () => {
    const key = await cloud.createKey('kept', 'read');
    const [listed] = await listKeys('kept');
    const run = await made.run(['keys', 'revoke', listed!.id], withKey('k'));
    expect([run.code, await isAccepted(key)]).toEqual([64, true]);
  });

  it('keeps the file that holds the key in use: no answer of a server changes it', async () => {
    const { name, key } = await loginAs('read');
    const [listed] = await listKeys(name);
    const run = await made.run(['keys', 'revoke', listed!.id, '--yes']);
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining(`${saved()} still holds it`)]);
    const status = await made.run(['keys', 'rotate']);
    expect([status.code, status.stderr]).toEqual([3, expect.stringContaining(saved())]);
    expect(readSavedKey()).toBe(key);
  });
});

describe('profiles', () => {
  it('are sections beside the two lines of the default, and HELIX_PROFILE chooses one', async () => {
    const { key } = await loginAs('deploy');
    const other = await cloud.createKey('other-profile', 'read');
    await made.run(['auth', 'login', '--key-stdin', '--profile', 'work'], { input: other });
    expect(readFileSync(saved(), 'utf8')).toBe(
      `helix_user_id=user_emulator\nhelix_user_key=${key}\n\n[work]\nhelix_user_id=user_emulator\nhelix_user_key=${other}\n`,
    );
    const refused = await made.run(['keys', 'list'], { env: { HELIX_PROFILE: 'work' } });
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('[work] has the scope read')]);
    const none = await made.run(['keys', 'list'], { env: { HELIX_PROFILE: 'home' } });
    expect([none.code, none.stderr]).toEqual([3, expect.stringContaining('It has work.')]);
    expect((await made.run(['login', '--key-stdin', '--profile', 'a/b'], { input: other })).code).toBe(64);
    await made.runHelix('auth', 'logout', '--profile', 'work');
    expect(readSavedKey()).toBe(key);
    expect(readFileSync(saved(), 'utf8')).not.toContain('work');
  });

  it('outlive a damaged file: login keeps what can be read, and the file under another name', async () => {
    await loginAs('deploy');
    const damaged = `${readFileSync(saved(), 'utf8')}[work]\nhelix_user_key=hx_work\n\0\0\n`;
    writeFileSync(saved(), damaged);
    const refused = await made.run(['keys', 'rotate']);
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('is damaged')]);
    const { key } = await loginAs('read');
    expect(readSavedKey()).toBe(key);
    expect(readFileSync(saved(), 'utf8')).toContain('[work]\nhelix_user_key=hx_work\n');
    expect(readFileSync(`${saved()}.bad-1`, 'utf8')).toBe(damaged);
  });
});

it('no key is in a log, a state, a plan, an event or the data of the service', async () => {
  const { key } = await loginAs('deploy');
  await made.run(['apply', '--auto-approve', '--verbose', '--events', 'events'], {
    env: { HELIX_LOG: join(made.directory, 'log') },
  });
  await made.run(['plan', '--out', 'x.plan', '--json']);
  const rotated = await made.run(['keys', 'rotate', '--verbose']);
  const fresh = readSavedKey();
  await made.runHelix('destroy', '--auto-approve');
  const places = [made.directory, data].flatMap((directory) =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')),
  );
  expect(places.length).toBeGreaterThan(4);
  for (const place of [...places, rotated.stdout, rotated.stderr]) {
    expect(place.includes(key) || place.includes(fresh)).toBe(false);
  }
});

test('what the commands about keys print as JSON is what their schemas describe', async () => {
  const ajv = new Ajv({ strict: false, allowUnionTypes: true });
  addFormats(ajv);
  ajv.addSchema(outputs, 'outputs');
  const print = async (...words: string[]): Promise<{ readonly id?: string }> => {
    const { code, stdout } = await made.run([...words, '--json'], withKey('k'));
    expect([words, code]).toEqual([words, 0]);
    const printed = JSON.parse(stdout) as { readonly id?: string };
    const isValid = ajv.validate(`outputs#/definitions/${words.slice(0, 2).join('%20')}`, printed);
    expect([words, isValid, ajv.errors]).toEqual([words, true, null]);
    return printed;
  };
  await print('keys', 'create', 'described', '--scope', 'read');
  const { id = '' } = await print('keys', 'rotate', 'described');
  await print('keys', 'create', 'in-a-file', '--out', 'key');
  await print('keys', 'list');
  await print('keys', 'revoke', id, '--yes');
  await print('auth', 'status', '--check');
});

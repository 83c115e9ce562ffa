import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HelixError } from '../../../../errors';
import type { ReplaceSteps } from '../../../../ports/credentials';
import { SystemClock } from '../../../host/clock';
import { ProcessTable } from '../../../host/process-table';
import { SystemRandom } from '../../../host/random';
import { FileCredentials } from '../credentials';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'helix-replace-'));
  await writeFile(file(), BEFORE, { mode: 0o600 });
});
afterEach(() => rm(home, { recursive: true, force: true }));

const BEFORE = 'helix_user_id=u\nhelix_user_key=hx_old\n[work]\nhelix_user_key=hx_work\n';
const file = () => join(home, 'credentials');

function credentials(profile?: string): FileCredentials {
  return new FileCredentials({
    environmentKey: undefined,
    environmentProfile: profile,
    directory: home,
    clock: new SystemClock(),
    random: new SystemRandom(),
    processes: new ProcessTable('here', process.pid, (pid) => pid === process.pid),
  });
}

interface Recorded extends ReplaceSteps<{ readonly key: string }> {
  readonly log: string[];
}

function steps(changes: Partial<ReplaceSteps<{ key: string }>> = {}): Recorded {
  const log: string[] = [];
  return {
    log,
    request: 'rotate k1',
    create: (idempotencyKey) => {
      log.push(`create ${idempotencyKey}`);
      return Promise.resolve({ key: 'hx_new' });
    },
    verify: () => {
      log.push('verify');
      return Promise.resolve();
    },
    withdraw: ({ key }) => {
      log.push(`withdraw ${key}`);
      return Promise.resolve();
    },
    ...changes,
  };
}

async function replace(made: Recorded, profile?: string): Promise<string> {
  const kept = credentials(profile);
  const current = await kept.read();
  return (await kept.replace(current!, made)).place;
}

it('replaces the key of its section alone, and leaves neither a lock nor a copy', async () => {
  const made = steps();
  expect(await replace(made, 'work')).toBe(`${file()} [work]`);
  expect(await readFile(file(), 'utf8')).toBe(
    'helix_user_id=u\nhelix_user_key=hx_old\n[work]\nhelix_user_key=hx_new\nhelix_user_id=helix\n',
  );
  expect(made.log).toEqual([expect.stringMatching(/^create /), 'verify']);
  expect(await readdir(home)).toEqual(['credentials']);
});

it('withdraws a key that is not accepted, and leaves the file', async () => {
  const made = steps({ verify: () => Promise.reject(new HelixError('auth', 'refused')) });
  await expect(replace(made)).rejects.toThrow('refused');
  expect(made.log.at(-1)).toBe('withdraw hx_new');
  expect(await readFile(file(), 'utf8')).toBe(BEFORE);
  expect(await readdir(home)).toEqual(['credentials']);
});

it('withdraws the key when the file got another one meanwhile, which stays', async () => {
  const other = BEFORE.replace('hx_old', 'hx_other');
  const made = steps({ verify: () => writeFile(file(), other) });
  await expect(replace(made)).rejects.toMatchObject({ kind: 'refused' });
  expect(made.log.at(-1)).toBe('withdraw hx_new');
  expect(await readFile(file(), 'utf8')).toBe(other);
});

describe('after a run that was killed', () => {
  const leave = async (request: string) => {
    const owner = { host: 'here', pid: 999_999_999, identity: null };
    const dead = await new ProcessTable('here', process.pid, () => true).readSelf();
    const identity = dead.identity && { ...dead.identity, startTime: '1' };
    const pending = { request, idempotencyKey: 'again' };
    await writeFile(`${file()}.lock`, JSON.stringify({ owner: { ...owner, identity }, pending }));
    await writeFile(`${file()}.0123456789ab.tmp`, 'hx_lost');
  };

  it('repeats its request with its idempotency key, and removes what it left', async () => {
    await leave('rotate k1');
    const made = steps();
    await replace(made);
    expect(made.log[0]).toBe('create again');
    expect(await readdir(home)).toEqual(['credentials']);
  });

  it('makes another key where the first one was made and used', async () => {
    await leave('rotate k1');
    const asked: string[] = [];
    const create = (idempotencyKey: string) => {
      asked.push(idempotencyKey);
      if (idempotencyKey === 'again') return Promise.reject(new HelixError('refused', 'made already'));
      return Promise.resolve({ key: 'hx_new' });
    };
    await replace(steps({ create }));
    expect(asked).toEqual(['again', expect.not.stringMatching('again')]);
  });

  it('does not take over the request of another rotation', async () => {
    await leave('rotate k2');
    const made = steps();
    await replace(made);
    expect(made.log[0]).not.toBe('create again');
  });
});

it('asks nobody where the directory cannot be written', async () => {
  const made = steps();
  const current = await credentials().read();
  await rm(home, { recursive: true });
  await writeFile(home, 'a file');
  await expect(credentials().replace(current!, made)).rejects.toMatchObject({ kind: 'config' });
  expect(made.log).toEqual([]);
});

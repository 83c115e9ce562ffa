import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../../../host/clock';
import { ProcessTable } from '../../../host/process-table';
import { SystemRandom } from '../../../host/random';
import { openProviderFiles } from '../provider-files';
import { WorkDirectory } from '../../stack/work-directory';

const WORLD = {
  table: new ProcessTable('here', process.pid, () => true),
  clock: new SystemClock(),
  random: new SystemRandom(),
};

let base: string;
beforeEach(() => (base = mkdtempSync(join(tmpdir(), 'helix-test-'))));
afterEach(() => rmSync(base, { recursive: true }));

/** A project of this machine: its lock file, and a work directory. */
async function project(name: string) {
  const root = join(base, name);
  mkdirSync(join(root, 'stack'), { recursive: true });
  const files = await openProviderFiles(root, {}, join(base, 'home'), WORLD);
  return { root, files, directory: new WorkDirectory(join(root, 'stack')) };
}

describe('the lock file of providers', () => {
  it('is the one of the last installation on this machine, where a project has none: nothing is installed twice', async () => {
    const first = await project('first');
    await first.directory.writeLockFile('# installed');
    await first.files.save(first.directory);

    const second = await project('second');
    await second.files.restore(second.directory);
    expect(await second.directory.lockFile()).toBeNull();
    await second.files.restoreForInit(second.directory);
    expect(await second.directory.lockFile()).toBe('# installed');
  });

  it("is a project's own, whatever was installed since", async () => {
    const other = await project('other');
    await other.directory.writeLockFile('# newer');
    await other.files.save(other.directory);

    const { root, files, directory } = await project('own');
    writeFileSync(join(root, 'helix.terraform.lock.hcl'), '# own');
    await files.restoreForInit(directory);
    expect(await directory.lockFile()).toBe('# own');
    await directory.writeLockFile('# own, completed');
    await files.save(directory);
    expect(readFileSync(join(root, 'helix.terraform.lock.hcl'), 'utf8')).toBe('# own, completed');
  });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../../../host/clock';
import { ProcessTable } from '../../../host/process-table';
import { SystemRandom } from '../../../host/random';
import { openProviderFiles } from '../provider-files';
import { WorkDirectory } from '../../stack/work-directory';

const DEPS = {
  table: new ProcessTable('here', process.pid, () => true),
  clock: new SystemClock(),
  random: new SystemRandom(),
};

let base: string;
beforeEach(() => (base = mkdtempSync(join(tmpdir(), 'helix-test-'))));
afterEach(() => rmSync(base, { recursive: true }));

/** Creates a project on this host, with a work directory. */
async function createProject(name: string, program: 'terraform' | 'tofu' = 'terraform') {
  const root = join(base, name);
  mkdirSync(join(root, 'stack'), { recursive: true });
  const files = await openProviderFiles(root, program, {}, join(base, 'home'), DEPS);
  return { root, files, directory: new WorkDirectory(join(root, 'stack')) };
}

describe('the lock file of providers', () => {
  it('is one for Terraform and one for OpenTofu, since each has a registry of its own', async () => {
    const first = await createProject('both');
    await first.directory.writeLockFile('# from Terraform');
    await first.files.save(first.directory);
    const second = await createProject('both', 'tofu');
    await second.directory.writeLockFile('# from OpenTofu');
    await second.files.save(second.directory);
    await first.files.restore(first.directory);
    expect(await first.directory.lockFile()).toBe('# from Terraform');
    await second.files.restore(second.directory);
    expect(await second.directory.lockFile()).toBe('# from OpenTofu');
  });

  it('is copied from the last installation on this host if the project has none, so that nothing is installed twice', async () => {
    const first = await createProject('first');
    await first.directory.writeLockFile('# installed');
    await first.files.save(first.directory);

    const second = await createProject('second');
    await second.files.restore(second.directory);
    expect(await second.directory.lockFile()).toBeNull();
    await second.files.restoreForInit(second.directory);
    expect(await second.directory.lockFile()).toBe('# installed');
  });

  it("stays the project's own, whatever was installed since", async () => {
    const other = await createProject('other');
    await other.directory.writeLockFile('# newer');
    await other.files.save(other.directory);

    const { root, files, directory } = await createProject('own');
    writeFileSync(join(root, 'helix.terraform.lock.hcl'), '# own');
    await files.restoreForInit(directory);
    expect(await directory.lockFile()).toBe('# own');
    await directory.writeLockFile('# own, completed');
    await files.save(directory);
    expect(readFileSync(join(root, 'helix.terraform.lock.hcl'), 'utf8')).toBe('# own, completed');
  });
});

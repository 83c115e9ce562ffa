import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SystemRandom } from '../../host/random';
import { readUserConfigFile, userConfigPlace, writeUserConfigFile } from '../user-config-file';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'helix-user-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

function put(path: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), path);
}

describe("the user's cloud.toml", () => {
  it.each([
    ['of helix in the config directory', '.config/helix/cloud.toml', 'linux'],
    ['of tangle when it is alone', '.config/tangle/cloud.toml', 'linux'],
    ['of the application support of macOS', 'Library/Application Support/helix/cloud.toml', 'darwin'],
  ] as const)('is that %s', async (_, path, platform) => {
    put(path);
    expect(await readUserConfigFile({ environment: {}, home }, platform)).toEqual({
      file: join(home, path),
      text: path,
    });
  });

  it('is written for the user alone, and read again', async () => {
    const host = { environment: { XDG_CONFIG_HOME: join(home, 'own') }, home };
    expect(await readUserConfigFile(host)).toBeNull();
    await writeUserConfigFile(host, '# mine\n', new SystemRandom());
    expect(await readUserConfigFile(host)).toEqual({ file: userConfigPlace(host), text: '# mine\n' });
    expect(statSync(userConfigPlace(host)).mode & 0o777).toBe(0o600);
  });

  it('has no place without a home', () => {
    expect(() => userConfigPlace({ environment: {}, home: null })).toThrow('There is no home directory');
  });
});

import { SHOP, shopPorts } from '../../__tests__/shop';
import { checkFiles, requireConfig } from '../check-config';
import { checkEdit, readHelixToml, requireEdit } from '../edit-config';

const ROOT = '/project';
const HELIX_TOML = { file: 'helix.toml', text: SHOP };

/** A lock file that knows one region. */
function lock(region: string): string {
  const regions = [{ id: region, default: true, sizes: [] }];
  const helixCloud = { endpoint: 'https://cloud.helix-db.com', fetchedAt: '2026-11-18T00:00:00Z', regions };
  return JSON.stringify({ format: 1, helixCloud, choices: {} });
}

describe('checking the files of a project', () => {
  it('lists the files that were read', async () => {
    const ports = shopPorts({ 'helix.lock.json': lock('us-east-1') });
    const { files } = await checkFiles(ports, ROOT, { environment: null });
    expect(files).toEqual(['helix.toml', 'helix.lock.json']);
  });

  it('reads an edited file in place of the one on disk', async () => {
    const edited = { file: 'helix.toml', text: SHOP.replace('"shop"', '"bakery"') };
    const { config } = await checkFiles(shopPorts(), ROOT, { environment: null, edited });
    expect(config?.project.name).toBe('bakery');
  });

  it('accepts a region that is not pinned, where the pins are left out', async () => {
    const ports = shopPorts({ 'helix.lock.json': lock('eu-west-1') });
    expect((await checkFiles(ports, ROOT, { environment: null })).config).toBeNull();
    expect((await checkFiles(ports, ROOT, { environment: null, pinned: false })).config).not.toBeNull();
  });
});

describe('a configuration that is required', () => {
  const problem = { severity: 'error', code: 'x', message: 'wrong' } as const;

  it('is an error with all its Problems where it is not valid', () => {
    expect(() => requireConfig({ config: null, problems: [problem] })).toThrow(
      'the configuration has errors',
    );
  });
});

describe('an edit of a configuration file', () => {
  it('needs helix.toml', async () => {
    const ports = shopPorts();
    expect(await readHelixToml(ports, ROOT, 'h')).toEqual(HELIX_TOML);
    ports.files.files.delete('/project/helix.toml');
    await expect(readHelixToml(ports, ROOT, 'h')).rejects.toMatchObject({
      kind: 'config',
      message: 'there is no helix.toml in /project',
      hint: 'h',
    });
  });

  it('that cannot be made leaves the file alone', () => {
    const problem = { severity: 'error', code: 'already-declared', message: 'twice' } as const;
    expect(() => requireEdit(HELIX_TOML, { text: null, problem })).toThrow('helix.toml was left as it is');
  });

  it('is checked with the rest of the project before it is written', async () => {
    const ports = shopPorts();
    const edited = { file: 'helix.toml', text: SHOP.replace('helix-api', 'helix-web') };
    await expect(checkEdit(ports, ROOT, edited)).rejects.toMatchObject({
      kind: 'config',
      message: 'helix.toml was left as it is',
    });
    expect(ports.files.files.get('/project/helix.toml')).toBe(SHOP);
  });
});

import { InMemoryProjectFiles } from '../../../testing/in-memory-project-files';
import type { Ports } from '../../../ports/ports';
import { writeChoices } from '../pin-choices';

const LOCK = '/project/helix.lock.json';

function ports(files: InMemoryProjectFiles): Ports {
  return { files } as Partial<Ports> as Ports;
}

describe('what auto chose', () => {
  it('is added to the lock file as it is; others and the regions stay', async () => {
    const helixCloud = { endpoint: 'https://cloud.example', fetchedAt: '2026-11-18T00:00:00Z', regions: [] };
    const choices = { old: { provider: 'aws', region: 'us-east-1' } };
    const files = new InMemoryProjectFiles({ [LOCK]: JSON.stringify({ format: 1, helixCloud, choices }) });
    await writeChoices(ports(files), '/project', { api: { provider: 'vultr', region: 'ewr' } });
    expect(JSON.parse(files.files.get(LOCK)!)).toEqual({
      format: 1,
      helixCloud,
      choices: { api: { provider: 'vultr', region: 'ewr' }, ...choices },
    });
  });

  it('makes a lock file where there is none', async () => {
    const files = new InMemoryProjectFiles({});
    await writeChoices(ports(files), '/project', { api: { provider: 'vultr', region: 'ewr' } });
    expect(JSON.parse(files.files.get(LOCK)!)).toMatchObject({
      helixCloud: null,
      choices: { api: { region: 'ewr' } },
    });
  });

  it('never replaces a lock file that cannot be read', async () => {
    const files = new InMemoryProjectFiles({ [LOCK]: '{' });
    const choices = { api: { provider: 'vultr', region: 'ewr' } };
    await expect(writeChoices(ports(files), '/project', choices)).rejects.toMatchObject({ kind: 'config' });
    expect(files.files.get(LOCK)).toBe('{');
  });
});

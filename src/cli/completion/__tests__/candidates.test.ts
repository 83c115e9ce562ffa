import { COMMANDS } from '../../commands';
import { shapeOf } from '../../command-shape';
import { wantedAt } from '../candidates';

const commands = COMMANDS.map((command) => ({
  path: command.paths?.[0] ?? [],
  shape: () => shapeOf(command),
}));
const wanted = (...words: readonly string[]) => wantedAt(words, commands);

describe('completion', () => {
  it('knows commands, and the commands of a group', () => {
    expect(wanted('')).toMatchObject({
      type: 'words',
      words: expect.arrayContaining(['plan', 'cloud', 'deploy']) as unknown,
    });
    expect(wanted('cloud', 'de')).toMatchObject({
      words: expect.arrayContaining(['deploy', 'status']) as unknown,
    });
    expect(wanted('nothing', '')).toEqual({ type: 'words', words: [] });
  });

  it('knows the options of a command and their values', () => {
    expect(wanted('cloud', 'deploy', '--')).toMatchObject({
      words: expect.arrayContaining(['--auto-select', '--help']) as unknown,
    });
    expect(wanted('add', 'a', '--arch', '')).toEqual({ type: 'words', words: ['amd64', 'arm64'] });
    expect(wanted('deploy', '--provider', 'gcp', '--region', 'us')).toEqual({
      type: 'regions',
      provider: 'gcp',
    });
    expect(wanted('plan', '--out', '')).toEqual({ type: 'files' });
  });

  it('knows where a name of the project stands', () => {
    expect(wanted('stop', '')).toEqual({ type: 'project', what: 'resources' });
    expect(wanted('apply', '--target', 'clu')).toEqual({ type: 'project', what: 'resources' });
    expect(wanted('apply', '')).toEqual({ type: 'files' });
    expect(wanted('import', '')).toEqual({ type: 'project', what: 'resources' });
    expect(wanted('import', '--workspace', 'pr', 'cluster.a', '')).toEqual({
      type: 'project',
      what: 'cluster-ids',
    });
    expect(wanted('stop', 'a', '')).toEqual({ type: 'files' });
  });

  it.each([
    [['status', '--deployment-id', ''], 'deployment-ids'],
    [['plan', '--workspace', ''], 'workspaces'],
    [['plan', '--environment', ''], 'environments'],
    [['add', 'a', '--size', ''], 'sizes'],
  ] as const)('knows the values of options that the project has: %j', (words, what) => {
    expect(wanted(...words)).toEqual({ type: 'project', what });
  });

  it('knows the words that stand in a place', () => {
    expect(wanted('completion', '')).toEqual({ type: 'words', words: ['bash', 'zsh', 'fish'] });
    expect(wanted('init', '')).toMatchObject({ words: expect.arrayContaining(['ecr', 'local']) as unknown });
  });
});

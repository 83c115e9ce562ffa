import { editTable } from '../table-edit';

const TEXT = `# Machines.
[deploy.web] # the shop
provider = "aws"
# Not for long.
ttl = "24h"
cpu = 2
`;
const edited = (text: string, path: readonly string[], keys: Parameters<typeof editTable>[2]) =>
  editTable({ file: 'helix.toml', text }, path, keys).text;

describe('an edit of a table', () => {
  it('sets keys in place, adds new ones, takes others out, and keeps comments', () => {
    expect(edited(TEXT, ['deploy', 'web'], { cpu: 4, spot: true, region: null })).toBe(`# Machines.
[deploy.web] # the shop
provider = "aws"
# Not for long.
ttl = "24h"
cpu = 4
spot = true
`);
    expect(edited(TEXT, ['deploy', 'web'], { ttl: null })).toBe(`# Machines.
[deploy.web] # the shop
provider = "aws"
cpu = 2
`);
  });

  it('appends a table that is missing, with what is set', () => {
    expect(edited('[project]\nname = "a"\n', ['deploy', 'web'], { cpu: 2, ttl: null })).toBe(
      '[project]\nname = "a"\n\n[deploy.web]\ncpu = 2\n',
    );
  });

  it('changes nothing where all keys are as they should be', () => {
    expect(edited(TEXT, ['deploy', 'web'], { cpu: 2, provider: 'aws', region: null })).toBe(TEXT);
  });

  it('is refused for a file that is not TOML', () => {
    expect(editTable({ file: 'helix.toml', text: '[' }, ['deploy', 'web'], { cpu: 2 }).problem).toMatchObject(
      {
        code: 'bad-toml',
      },
    );
  });
});

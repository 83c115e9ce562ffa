import { addTable, removeTable, setKey } from '../edit';
import type { Edit } from '../edit';

const source = (text: string) => ({ file: 'helix.toml', text });
const remove = (text: string, ...path: string[]) => removeTable(source(text), path);

const FILE = `#:schema ./helix.schema.json
# Papertrail, owner: infra

[project]
name = "papertrail" # not the other one

# The one that customers use.
# Do not touch.
[cloud.production.helix]
cluster_id = "helix-production-1"
# bigger in December
size = "medium"

[cloud.production.helix.vector_config]
m = 32

# Previews.
[cloud.staging.helix]
cluster_id = "helix-staging-1"

[defaults]
ttl = "7d"
`;

describe('addTable', () => {
  const values = { cluster_id: 'helix-preview-1', region: 'us-east-1' };

  it('appends the table after one blank line and keeps every other byte', () => {
    expect(addTable(source(FILE), ['cloud', 'preview', 'helix'], values).text).toBe(
      `${FILE}\n[cloud.preview.helix]\ncluster_id = "helix-preview-1"\nregion = "us-east-1"\n`,
    );
  });

  it('writes the line ends that the file has, and ends its last line first', () => {
    expect(addTable(source('[project]\r\nname = "a"'), ['deploy', 'api'], { provider: 'aws' }).text).toBe(
      '[project]\r\nname = "a"\r\n\r\n[deploy.api]\r\nprovider = "aws"\r\n',
    );
  });

  it('writes no second blank line, and none into an empty file', () => {
    expect(addTable(source('a = 1\n\n'), ['b'], { c: 2 }).text).toBe('a = 1\n\n[b]\nc = 2\n');
    expect(addTable(source(''), ['b'], { c: [1.5, true], d: { e: 'f"' } }).text).toBe(
      '[b]\nc = [1.5, true]\nd = { e = "f\\"" }\n',
    );
  });

  it('quotes a name that cannot be bare', () => {
    expect(addTable(source(''), ['cloud', 'a.b', 'ecr'], {}).text).toBe('[cloud."a.b".ecr]\n');
  });

  it('refuses an existing table, with its line', () => {
    expect(addTable(source(FILE), ['cloud', 'staging', 'helix'], values).problem).toMatchObject({
      code: 'already-declared',
      place: { file: 'helix.toml', line: 18 },
    });
  });

  it('shows the lines to add if an inline table cannot be extended', () => {
    const edit = addTable(source('cloud = {}\n'), ['cloud', 'a', 'helix'], { cluster_id: 'x' });
    expect(edit.problem).toMatchObject({
      code: 'cannot-edit',
      hint: 'Add these lines by hand:\n[cloud.a.helix]\ncluster_id = "x"',
    });
  });
});

describe('removeTable', () => {
  it('removes the table, its sub-tables and the comment lines directly above them', () => {
    expect(remove(FILE, 'cloud', 'production').text).toBe(FILE.replace(/# The one[^]*?m = 32\n\n/, ''));
  });

  it('keeps a comment that a blank line separates, and the schema line', () => {
    expect(
      remove('# About all.\n\n# a\n[cloud.a.helix]\nx = 1\n\n# About b.\n[b]\n', 'cloud', 'a').text,
    ).toBe('# About all.\n\n# About b.\n[b]\n');
    expect(remove('#:schema x\n[cloud.a.helix]\n[b]\n', 'cloud', 'a').text).toBe('#:schema x\n[b]\n');
  });

  it('undoes addTable', () => {
    const added = addTable(source(FILE), ['cloud', 'preview', 'helix'], { cluster_id: 'x' }).text ?? '';
    expect(remove(added, 'cloud', 'preview').text).toBe(FILE);
  });

  it.each([
    [
      'pieces that lie apart',
      '[cloud.a.helix]\nx = 1\n[b]\ny = 2\n[cloud.a.helix.env_vars]\nz = 3\n',
      '[b]\ny = 2\n',
    ],
    ['dotted keys', '[cloud]\na.helix.x = 1\nb.helix.x = 2\n', '[cloud]\nb.helix.x = 2\n'],
    ['dotted keys at the root', 'cloud.a.helix.x = 1\n[b]\n', '[b]\n'],
    ['an inline table', '[cloud]\na = { helix = { x = "}" } } # a\n[b]\n', '[cloud]\n[b]\n'],
    [
      'a member of an inline table',
      'cloud = { a = { x = 1 }, b = { x = 2 } }\n',
      'cloud = { b = { x = 2 } }\n',
    ],
    ['the last member', 'cloud = { b = { x = 2 }, a.helix = { x = 1 } }\n', 'cloud = { b = { x = 2 } }\n'],
    ['several members', 'cloud = { a.x = 1, b.x = 2, a.y = 3 }\n', 'cloud = { b.x = 2 }\n'],
    ['quoted headers', '[ "cloud" . \'a\' . helix ]\nx = """\n[cloud.b]\n"""\n[b]\n', '[b]\n'],
    ['an array of tables inside', '[cloud.a.helix]\n[[cloud.a.helix.n]]\nx = 1\n[b]\n', '[b]\n'],
    ['a last line without an end', '[b]\n\n[cloud.a.helix]\nx = 1', '[b]\n'],
  ])('removes %s', (_, before, after) => {
    expect(remove(before, 'cloud', 'a')).toEqual({ text: after, problem: null });
  });

  it('keeps CRLF', () => {
    expect(
      remove('[b]\r\n\r\n# a\r\n[cloud.a.fly]\r\nx = [\r\n 1,\r\n]\r\n\r\n[c]\r\n', 'cloud', 'a').text,
    ).toBe('[b]\r\n\r\n[c]\r\n');
  });

  it('reports that there is nothing to remove', () => {
    expect(remove(FILE, 'cloud', 'preview').problem?.code).toBe('not-declared');
    expect(remove(FILE, 'cloud', 'constructor').problem?.code).toBe('not-declared');
  });

  it('shows the lines to remove by hand if a comment would be lost', () => {
    const text = 'x = 1\ncloud = {\n  a = { x = 1 }, # mine\n  b = { x = 2 }\n}\n';
    expect(remove(text, 'cloud', 'a').problem).toMatchObject({
      code: 'cannot-edit',
      hint: 'Remove `cloud.a` by hand: it is on line 2.',
    });
  });

  it('does not edit a file that is not valid TOML', () => {
    expect(remove('[cloud.a\n', 'cloud', 'a').problem?.code).toBe('bad-toml');
  });
});

describe('setKey', () => {
  const set = (text: string, value: string | number | string[] = 'large'): Edit =>
    setKey(source(text), ['cloud', 'a', 'helix'], 'size', value);

  it.each([
    [
      'over the old value',
      '[cloud.a.helix]\nsize  =  "small" # why\nx = 1\n',
      '[cloud.a.helix]\nsize  =  "large" # why\nx = 1\n',
    ],
    [
      'after the last key of the table',
      '[cloud.a.helix]\n  x = 1\n\n# b\n[b]\n',
      '[cloud.a.helix]\n  x = 1\n  size = "large"\n\n# b\n[b]\n',
    ],
    ['under a bare header', '[cloud.a.helix]', '[cloud.a.helix]\nsize = "large"'],
    [
      'as a dotted key',
      '[cloud]\na.helix.x = 1\nb.helix.x = 1\n',
      '[cloud]\na.helix.x = 1\na.helix.size = "large"\nb.helix.x = 1\n',
    ],
    [
      'in an inline table',
      '[cloud]\na = { helix = { x = 1 } }\n',
      '[cloud]\na = { helix = { x = 1, size = "large" } }\n',
    ],
    ['in an empty inline table', 'cloud.a = { helix = {} }\n', 'cloud.a = { helix = { size = "large" } }\n'],
    [
      'over a value in an inline table',
      'cloud.a.helix = { size = 1, x = 2 }\n',
      'cloud.a.helix = { size = "large", x = 2 }\n',
    ],
    [
      'in a new table',
      '[cloud.a.helix.vector_config]\nm = 1\n',
      '[cloud.a.helix.vector_config]\nm = 1\n\n[cloud.a.helix]\nsize = "large"\n',
    ],
  ])('writes %s', (_, before, after) => {
    expect(set(before)).toEqual({ text: after, problem: null });
  });

  it('leaves an equal value as it is written', () => {
    const text = '[cloud.a.helix]\nsize = [ "x", # one\n]\n';
    expect(set(text, ['x']).text).toBe(text);
  });

  it('shows the line to write if the key cannot be added', () => {
    expect(set('cloud.a = { fly = {} }\n').problem).toMatchObject({
      code: 'cannot-edit',
      hint: 'Set it by hand:\n[cloud.a.helix]\nsize = "large"',
    });
  });

  it('does not replace a table by a value', () => {
    expect(set('[cloud.a.helix.size]\nx = 1\n').problem?.code).toBe('cannot-edit');
  });
});

import { contextFilter } from '../context-filter';

const PLACE = { directory: '.', dockerfile: 'Dockerfile' };
const filterOf = (text: string, leftOut: readonly string[] = []) =>
  contextFilter(PLACE, { file: '.dockerignore', text }, leftOut);

describe('contextFilter', () => {
  it.each([
    'helix.toml',
    'Blueprint.toml',
    'helix.lock.json',
    '.helix/state/s.json',
    '.git/HEAD',
    '.dockerignore',
    '.env',
  ])('leaves out %s without a rule, and holds it where a ! rule names it', (path) => {
    expect(filterOf('').holds(path)).toBe(false);
    expect(filterOf(`!${path}`).holds(path)).toBe(true);
  });

  it('leaves out what Helix wrote, whatever its name means as a pattern', () => {
    expect(filterOf('', ['out/plan[1].html']).holds('out/plan[1].html')).toBe(false);
    expect(filterOf('', ['out/plan[1].html']).holds('out/plan1.html')).toBe(true);
  });

  it('does not take a wildcard for the name of a file of Helix', () => {
    const filter = filterOf('*\n!*.toml\n!src');
    expect(['helix.toml', 'Cargo.toml', 'src/main.rs', 'a.txt'].filter((path) => filter.holds(path))).toEqual(
      ['Cargo.toml', 'src/main.rs'],
    );
  });

  it('leaves out the files of Helix in the project, not those of the same name in a context below it', () => {
    const place = { directory: 'services/api', dockerfile: 'docker/api.Dockerfile' };
    const filter = contextFilter(place, { file: 'x', text: '' }, ['plan.html', 'services/api/out.plan']);
    expect(filter.holds('helix.toml')).toBe(true);
    expect(filter.holds('plan.html')).toBe(true);
    expect(filter.holds('out.plan')).toBe(false);
    expect(filter.holds('.dockerignore')).toBe(false);
  });

  it.each([
    ['data', '', 'data', false],
    ['data', '!src', 'data', false],
    ['data', '!data/keep', 'data', true],
    ['data', '!data/keep', 'data/cache', false],
    ['data', '!data/*/keep', 'data/cache', true],
    ['data', '!data/a*/keep', 'data/cache', false],
    ['data', '!**/keep', 'data/cache', true],
    ['data', '!data', 'data/cache', true],
    ['data', '!/data/keep/', 'data', true],
  ])('with %s and %s: whether the walk enters %s is %s', (rule, exception, directory, enters) => {
    expect(filterOf(`${rule}\n${exception}`).mayHold(directory)).toBe(enters);
  });

  it('reports an invalid pattern with its line', () => {
    const problem: unknown = expect.objectContaining({
      place: expect.objectContaining({ line: 2 }) as unknown,
    });
    const error: unknown = expect.objectContaining({ kind: 'config', problems: [problem] });
    expect(() => filterOf('a\n[\n').holds('x')).toThrow(error as Error);
  });
});

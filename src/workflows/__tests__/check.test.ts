import { checkQueries } from '../check';
import { REQUEST, SHOP, shopPorts } from './shop';

describe('checkQueries', () => {
  it('names each mistake in schema and queries by its file in the project, and its line', async () => {
    const ports = shopPorts({
      'helix.toml': SHOP.replace('name = "shop"', 'name = "shop"\nqueries = "graph"'),
      'graph/schema.hx': 'N::User { name: String }\n',
      'graph/queries.hx':
        'QUERY all() =>\n  users <- N<Person>\n  RETURN users\n\nQUERY all() =>\n  RETURN "x"\n',
    });
    const { files, problems } = await checkQueries(ports, REQUEST);
    expect(files).toBe(2);
    expect(problems.map(({ file, line, message }) => `${file}:${line}: ${message}`)).toEqual([
      'graph/queries.hx:2: unknown node type "Person"',
      'graph/queries.hx:5: query all is also in graph/queries.hx:1',
    ]);
  });

  it('finds nothing in queries as they should be, and first of all the mistakes of the configuration', async () => {
    const ports = shopPorts({ 'db/schema.hx': 'N::User { name: String }\n' });
    expect(await checkQueries(ports, REQUEST)).toMatchObject({ files: 1, problems: [] });
    const wrong = shopPorts({ 'helix.toml': '[project]\n', 'db/schema.hx': '}' });
    await expect(checkQueries(wrong, REQUEST)).rejects.toMatchObject({ kind: 'config' });
  });
});

import Ajv2020 from 'ajv/dist/2020';
import fly from '../../../../schemas/fly-machines.openapi.json';
import helixCloud from '../../../../schemas/helix-cloud.openapi.json';

/** Returns each schema in a part of the document, with its path. */
function schemasIn(value: unknown, path: string): [string, object][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    const at = `${path}/${key}`;
    const isSchema = key === 'schema' || path === '#/components/schemas';
    return isSchema ? [[at, member as object]] : schemasIn(member, at);
  });
}

test.each([
  ['Helix Cloud', helixCloud],
  ['Fly', fly],
])('every schema of the API document of %s is a valid JSON Schema', (_, document) => {
  const ajv = new Ajv2020();
  const schemas = schemasIn(document, '#');
  const invalid = schemas.filter(([, schema]) => ajv.validateSchema(schema) !== true);
  expect(invalid.map(([path]) => path)).toEqual([]);
  expect(schemas.length).toBeGreaterThan(50);
  expect(ajv.validateSchema({ type: 'sring' })).toBe(false);
});

// Makes github.json: the operations of GitHub's own API document that comments and previews need, in the form of
// ../stand-in, with the required properties of their schemas and the few others that Helix reads.
//   npm pack @octokit/openapi && tar xzf octokit-openapi-*.tgz
//   node tests/acceptance/ci/reduce-github.mjs package/generated/api.github.com.json
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatText } from '../../../scripts/format.mjs';

const OPERATIONS = [
  'issues/list-comments',
  'issues/create-comment',
  'issues/update-comment',
  'issues/delete-comment',
  'pulls/get',
  'repos/list-deployments',
  'repos/create-deployment',
  'repos/create-deployment-status',
];
/** Properties that are read though they are not required. */
const READ = new Set([
  'body',
  'environment',
  'auto_merge',
  'required_contexts',
  'transient_environment',
  'environment_url',
  'auto_inactive',
]);
/** Schemas of which only these properties are kept, inner ones too: what else they require is a repository, twice. */
const NARROWED = {
  'pull-request': new Set([
    'number',
    'title',
    'state',
    'user',
    'labels',
    'name',
    'head',
    'base',
    'ref',
    'sha',
    'repo',
  ]),
  repository: new Set(['full_name']),
  'simple-user': new Set(['login', 'type']),
  deployment: new Set(['id', 'environment']),
  'deployment-status': new Set(['id', 'state']),
};

const document = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const schemas = {};

function resolved({ $ref, ...inline }) {
  if ($ref === undefined) return inline;
  const found = $ref
    .slice(2)
    .split('/')
    .reduce((at, key) => at[key], document);
  return resolved(found);
}

/** Returns a schema of OpenAPI 3.0 as one of draft 7, without what is neither required nor read. */
function reduced(schema, only = null) {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1);
    if (!(name in schemas)) {
      schemas[name] = {};
      schemas[name] = reduced(resolved(schema), NARROWED[name] ?? null);
    }
    return { $ref: `#/$defs/${name}` };
  }
  const { type, nullable, enum: values, pattern, properties, required, items, oneOf, anyOf, allOf } = schema;
  const kept = Object.entries(properties ?? {}).filter(([key]) =>
    only === null ? required?.includes(key) || READ.has(key) : only.has(key),
  );
  const parts = Object.entries({ oneOf, anyOf, allOf }).filter(([, list]) => list !== undefined);
  return {
    ...(type && { type: nullable ? [type, 'null'] : type }),
    ...(values && { enum: nullable ? [...values, null] : values }),
    ...(pattern && { pattern }),
    ...(properties && {
      properties: Object.fromEntries(kept.map(([key, one]) => [key, reduced(one, only)])),
    }),
    ...(required && { required: required.filter((key) => only === null || only.has(key)) }),
    ...(items && { items: reduced(items) }),
    ...Object.fromEntries(parts.map(([key, list]) => [key, list.map((one) => reduced(one))])),
  };
}

function named(name, schema) {
  schemas[name] = reduced(schema);
  return name;
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, operation]) => {
    const { operationId: id, parameters = [], requestBody, responses } = operation;
    if (!OPERATIONS.includes(id)) return [];
    const known = parameters.map(resolved);
    const query = known.filter((one) => one.in === 'query');
    const numbers = known.filter((one) => one.in === 'path' && one.schema.type === 'integer');
    const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
    const body = requestBody?.content['application/json'].schema;
    const answer = success?.content?.['application/json'].schema;
    return {
      id,
      method: method.toUpperCase(),
      path,
      ...(numbers.length > 0 && { params: Object.fromEntries(numbers.map(({ name }) => [name, '\\d+'])) }),
      ...(query.length > 0 && {
        query: Object.fromEntries(query.map(({ name, schema }) => [name, { type: schema.type }])),
      }),
      ...(body && { body: named(`${id.replace('/', '.')}.body`, body) }),
      ...(answer && { answer: named(`${id.replace('/', '.')}.answer`, answer) }),
    };
  }),
);
const missing = OPERATIONS.filter((id) => !operations.some((one) => one.id === id));
if (missing.length > 0) throw new Error(`not in the document: ${missing.join(', ')}`);
const origin = `GitHub's REST API, @octokit/openapi ${document.info.version}, api.github.com.json`;
const text = JSON.stringify({ origin, closed: true, operations, schemas });
writeFileSync(join(import.meta.dirname, 'github.json'), await formatText('github.json', text));

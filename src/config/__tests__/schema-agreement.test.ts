import Ajv from 'ajv';
import fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import helixSchema from '../../../schemas/helix.schema.json';
import { readConfig } from '../read-config';
import { wrongTypes } from './wrong-types';

const ajv = new Ajv({ strict: false });
const isBySchema = ajv.compile(helixSchema);

/** The errors of a helix.toml, as `code`; none: Helix takes it. */
function errorsOf(text: string): string[] {
  const { problems } = readConfig(
    { helixToml: { file: 'helix.toml', text } },
    { environment: null, helixCloudUrl: null },
  );
  return problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

/** The errors of Helix that no schema of one document can have: they compare values, or know the world. */
const BEYOND_A_SCHEMA = ['duplicate-name', 'ambiguous-tags', 'too-many-tags'];

const digits = fc.stringMatching(/^(0|[1-9]\d?|00\d)$/);
const unit = fc.constantFrom('w', 'd', 'h', 'min', 's', 'm', 'mo', 'H', '');
/** A schema cannot add up a duration, and so cannot tell that it is longer than Helix takes. */
const TOO_LONG = /[1-9]\d\dw|\d{4}/;
const duration = fc.oneof(
  fc
    .array(fc.tuple(digits, unit, fc.constantFrom('', ' ')), { maxLength: 3 })
    .map((parts) => parts.map((part) => part.join('')).join(''))
    .filter((text) => !TOO_LONG.test(text)),
  fc.constantFrom('45s', '30min', '12h', '7d', '2w', '1d12h', ' 1d 12h ', '-1d', '1.5h', ''),
);
const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{1,33}$/),
  fc.constantFrom('a.b', 'a/b', '..', 'a b', 'é', 'x'.repeat(33)),
);
const tagName = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_.:=+@-]{1,20}$/),
  fc.constantFrom('helix-x', 'aws:x', 'Aws:x', 'a b', ''),
);
const tags = fc.dictionary(tagName, fc.oneof(fc.string(), fc.constant('x'.repeat(257))), { maxKeys: 3 });

const MACHINE = {
  provider: 'aws',
  region: 'us-east-1',
  image: 'nginx:1',
  cpu: 1,
  memory_gb: 1,
  storage_gb: 8,
};
const anyProject = fc
  .record({
    name,
    ttl: duration,
    tags,
    kind: fc.constantFrom('deploy', 'helix', 'ecr', 'defaults', 'policy'),
  })
  .map(({ name: table, ttl, tags: own, kind }) => {
    const project = { project: { name: 'shop' } };
    const fine = { deploy: { api: MACHINE } };
    switch (kind) {
      case 'deploy':
        return { ...project, deploy: { [table]: { ...MACHINE, ttl, tags: own } } };
      case 'helix':
        return { ...project, cloud: { [table]: { helix: { cluster_id: 'a', ttl } } } };
      case 'ecr':
        return {
          ...project,
          cloud: { [table]: { ecr: { repository_name: 'a', region: 'us-east-1', ttl, tags: own } } },
        };
      case 'defaults':
        return { ...project, ...fine, defaults: { ttl, tags: own } };
      case 'policy':
        return { ...project, ...fine, policy: { max_ttl: ttl } };
    }
  });

test('a document that Helix refuses is refused by its schema, and the reverse', () => {
  fc.assert(
    fc.property(anyProject, (document) => {
      const text = stringify(document);
      const errors = errorsOf(text);
      const isRefused = errors.some((code) => !BEYOND_A_SCHEMA.includes(code));
      expect([text, errors, !isBySchema(parse(text))]).toEqual([text, errors, isRefused]);
    }),
    { numRuns: 500 },
  );
});

test('a value of a wrong type is refused by Helix and by the schema, whatever its key', () => {
  const taken = wrongTypes('helix.schema.json', 'aws').filter(({ text }) => isBySchema(parse(text)));
  expect(taken).toEqual([]);
});

test.each(['3m', '0s', '12', '1h2d', ''])('the ttl %j is refused by both', (ttl) => {
  const text = stringify({ project: { name: 'a' }, deploy: { api: { ...MACHINE, ttl } } });
  expect([errorsOf(text), isBySchema(parse(text))]).toEqual([['bad-duration'], false]);
});

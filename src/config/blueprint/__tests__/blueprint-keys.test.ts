import { blueprintKeys } from '../blueprint-keys';
import { ProblemList } from '../../validation/problems';
import { readDeployments } from '../read-deployments';
import { tomlPair } from '../../text/toml-text';
import type { TomlValue } from '../../text/toml-text';
import { wrongTypes } from '../../__tests__/wrong-types';

function read(file: 'Blueprint.toml' | 'Cargo.toml', text: string) {
  const problems = new ProblemList();
  const source = { file, text };
  const { blueprint, preview, instances } = readDeployments(
    {
      helixToml: null,
      blueprint: file === 'Blueprint.toml' ? source : undefined,
      cargo: file === 'Cargo.toml' ? source : undefined,
    },
    { lifetime: { ttlSeconds: null, protect: false }, tags: {} },
    { environment: null },
    problems,
  );
  const bare = instances.map(({ source: _, ...instance }) => instance);
  const meaning = JSON.stringify({ name: blueprint?.name, preview: preview?.table, bare });
  return { meaning, problems: problems.toArray() };
}

describe('each key of Blueprint.toml', () => {
  // `[build]` is read with that of helix.toml.
  const wrong = wrongTypes('blueprint.schema.json', 'api').filter(({ path }) => !path.startsWith('build'));

  it.each(wrong)('is one problem, on its line, with a wrong type: $path', ({ path, text, line }) => {
    const whole = /^(blueprint|deploy)/.test(path) ? text : `${text}\n[blueprint]`;
    const errors = read('Blueprint.toml', whole).problems.filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([{ place: { line } }]);
    expect(['wrong-type', 'not-allowed']).toContain(errors[0]?.code);
  });

  it.each(wrong.filter(({ path }) => path.startsWith('blueprint')))(
    'is one problem in Cargo.toml as well: $path',
    ({ path, text, line }) => {
      const metadata = 'package.metadata.blueprint';
      const whole =
        path === 'blueprint' ? `[package.metadata]\n${text}` : text.replace('[blueprint', `[${metadata}`);
      const errors = read('Cargo.toml', whole).problems.filter(({ severity }) => severity === 'error');
      expect(errors).toMatchObject([{ place: { line: path === 'blueprint' ? 2 : line } }]);
    },
  );

  /** The other key that a key needs to have a meaning. */
  const BESIDE: Readonly<Record<string, string>> = {
    gpu_type: 'gpu_count = 1',
    expire_itself: 'ttl = "7d"',
  };

  it.each(blueprintKeys().filter(({ table, path }) => !table && path[0] !== 'build'))(
    '$path changes what is deployed, or is listed as not used',
    (key) => {
      const path = key.path.map((segment, index) =>
        segment !== '*' ? segment : key.path[index - 1] === 'environments' ? 'staging' : 'api',
      );
      const name = path.at(-1)!;
      const document = (value: unknown) => {
        const table = path.slice(0, -1).join('.');
        const own = table === 'deploy.api' ? [] : ['[deploy.api]'];
        const cloud = name === 'zone' ? 'google' : 'aws';
        const provider = name === 'provider' ? [] : [`provider = "${cloud}"`];
        const environments = name === 'environment' ? environmentsFor : [];
        const environment = path.includes('environments') ? ['environment = "staging"'] : [];
        const lines = [tomlPair(name, value as TomlValue), BESIDE[name] ?? ''];
        return own.length === 0
          ? [`[${table}]`, ...provider, ...lines, ...environments].join('\n')
          : [...own, ...provider, ...environment, `[${table}]`, ...lines].join('\n');
      };
      const environmentsFor = [
        '[blueprint.environments.staging]',
        'min_cpu = 1',
        '[blueprint.environments.production]',
        'min_cpu = 3',
      ];
      const [first, second] = key.examples.map((value) => read('Blueprint.toml', document(value)));
      expect(first?.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(second?.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      const listed =
        first?.problems.filter(({ code }) => code === 'not-used' || code === 'not-enforced') ?? [];
      if (key.use === 'used') {
        expect(listed).toEqual([]);
        expect(first?.meaning).not.toBe(second?.meaning);
      } else {
        expect(listed.map(({ code }) => code)).toEqual([key.use]);
        expect(first?.meaning).toBe(second?.meaning);
      }
    },
  );
});

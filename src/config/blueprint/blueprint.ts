import type { BuildSource } from '../build/read-build';
import { EXAMPLE_CLOUD } from '../../clouds';
import type { Problem } from '../../errors';
import { checkResourceValues, readResourceValues } from './blueprint-numbers';
import type { ResourceValues } from './blueprint-numbers';
import { readService } from './blueprint-service';
import type { Service } from './blueprint-service';
import { members } from '../helix-toml/instances/declared-tables';
import { didYouMean } from '../../values/did-you-mean';
import { parseToml } from '../text/document';
import type { TomlDocument } from '../text/document';
import { foreignFileProblem } from './foreign-blueprint';
import type { BlueprintTable } from '../generated/blueprint';
import { BLUEPRINT_UNUSED } from '../generated/key-lists';
import { validateBlueprint, validateBlueprintTable } from '../generated/validators';
import { NO_DEFAULTS, readLifetime } from '../helix-toml/lifetime';
import { OWN_KEYS } from '../validation/own-keys';
import { ProblemList } from '../validation/problems';
import { validSubset } from '../validation/valid-subset';
import type { SourceText } from '../text/source-text';
import type { TomlPath } from '../text/table-headers';
import { tomlPair, tomlPath } from '../text/toml-text';
import { reportUnused, unusedKeys } from '../validation/unused-keys';
import { validate } from '../validation/validate';

/** The form of the file. `blueprint`: Blueprint.toml. `cargo`: Cargo.toml, with everything under `[package.metadata.blueprint]`. */
export type BlueprintForm = 'blueprint' | 'cargo';

/** The requirements of a blueprint, and the tables of its machines. */
export interface Blueprint {
  /** Its number on chain; null without one. */
  readonly id: number | null;
  /** `package.name`, else `blueprint.name`. */
  readonly name: string | null;
  readonly resources: ResourceValues;
  readonly environments: ReadonlyMap<string, Environment>;
  readonly service: Service;
  /** The `[deploy.N]` tables, not yet checked: see `readDeployTables`. */
  readonly deploy: DeployTables;
  /** The `[build]` table, not yet checked: see `readBuild`. */
  readonly build: BuildSource;
  /** The `[preview]` table, not yet checked: see `findPreview`. */
  readonly preview: BuildSource;
}

/** `[blueprint.environments.NAME]`: the values that differ there. */
export interface Environment {
  readonly values: ResourceValues;
  /** null: not set. */
  readonly ttlSeconds: number | null;
}

/** The `[deploy.N]` tables of a document, and their path. */
export interface DeployTables {
  readonly document: TomlDocument;
  readonly path: TomlPath;
  readonly tables: unknown;
}

/**
 * Reads a blueprint, and reports all its problems. It is null when the file cannot be parsed, belongs to another program, or
 * is a Cargo.toml without a blueprint. The valid part of an invalid file is read.
 */
export function readBlueprint(
  source: SourceText,
  form: BlueprintForm,
  options: { readonly environment: string | null },
): { blueprint: Blueprint | null; problems: Problem[] } {
  const { document, problems: syntax } = parseToml(source);
  const problems = new ProblemList();
  problems.addAll(syntax);
  const parts =
    document && (form === 'cargo' ? cargoParts(document, problems) : blueprintParts(document, problems));
  const blueprint = parts && readParts(parts, problems);
  if (parts && blueprint && options.environment !== null) {
    checkEnvironment(blueprint, options.environment, parts.path, problems);
  }
  return { blueprint, problems: problems.toArray() };
}

/** Helix's own keys. One in the wrong place, or a key that is nearly one, is an error even where others are warnings. */
const OWN = [...OWN_KEYS, 'deploy', 'build', 'preview'];

/** Returns the problem that the project deploys nothing, with the lines to add. */
export function nothingToDeploy({ document, path }: DeployTables): Problem {
  const lines = [
    `[${tomlPath([...path.map(String), 'api'])}]`,
    tomlPair('provider', EXAMPLE_CLOUD.name),
    tomlPair('region', EXAMPLE_CLOUD.regions.default),
  ];
  return {
    severity: 'warning',
    code: 'nothing-to-deploy',
    message: `${document.source.file} declares what the project needs, but not where to deploy it.`,
    hint: `Add a machine, with a name of your choice:\n${lines.join('\n')}`,
    place: document.place(path.slice(0, -1), 'table'),
  };
}

/** The parts of a file that make up a blueprint. */
interface Parts {
  readonly document: TomlDocument;
  readonly packageName: unknown;
  readonly table: unknown;
  readonly path: TomlPath;
  readonly deploy: DeployTables;
  readonly build: BuildSource;
  readonly preview: BuildSource;
}

function blueprintParts(document: TomlDocument, problems: ProblemList): Parts | null {
  const foreign = foreignFileProblem(document);
  if (foreign) {
    problems.addAll([foreign]);
    return null;
  }
  const { deploy, build, preview, ...rest } = document.data;
  validate(document, [], rest, validateBlueprint, problems, { ownKeys: OWN });
  reportUnused(document, [], rest, unusedKeys(BLUEPRINT_UNUSED, []), problems);
  return {
    document,
    packageName: memberOf(rest['package'], 'name'),
    table: rest['blueprint'] ?? {},
    path: ['blueprint'],
    deploy: { document, path: ['deploy'], tables: deploy },
    build: { document, path: ['build'], table: build },
    preview: { document, path: ['preview'], table: preview },
  };
}

function cargoParts(document: TomlDocument, problems: ProblemList): Parts | null {
  const cargoPackage = document.data['package'];
  const table = memberOf(memberOf(cargoPackage, 'metadata'), 'blueprint');
  if (table === undefined) return null;
  const path = ['package', 'metadata', 'blueprint'];
  const { deploy, build, preview, ...rest } = Object.fromEntries(members(table));
  const checked = members(table).length === 0 ? table : rest;
  validate(document, path, checked, validateBlueprintTable, problems, { ownKeys: OWN });
  reportUnused(document, path, rest, unusedKeys(BLUEPRINT_UNUSED, ['blueprint']), problems);
  return {
    document,
    packageName: memberOf(cargoPackage, 'name'),
    table: checked,
    path,
    deploy: { document, path: [...path, 'deploy'], tables: deploy },
    build: { document, path: [...path, 'build'], table: build },
    preview: { document, path: [...path, 'preview'], table: preview },
  };
}

function readParts(
  { document, packageName, table: written, path, deploy, build, preview }: Parts,
  problems: ProblemList,
): Blueprint {
  const table = validSubset(written, validateBlueprintTable) as BlueprintTable;
  const resources = readResourceValues(document, [...path, 'resources'], table.resources, problems);
  checkResourceValues(document, resources, resources, problems);
  const environments = Object.entries(table.environments ?? {}).map(
    ([name, overrides]): [string, Environment] => {
      const at = [...path, 'environments', name];
      const values = readResourceValues(document, at, overrides, problems);
      checkResourceValues(document, values, { ...resources, ...values }, problems);
      return [
        name,
        {
          values,
          ttlSeconds: readLifetime(document, at, overrides, NO_DEFAULTS, problems).ttlSeconds,
        },
      ];
    },
  );
  return {
    id: table.id ?? null,
    name: typeof packageName === 'string' && packageName !== '' ? packageName : (table.name ?? null),
    resources,
    environments: new Map(environments),
    service: readService(table),
    deploy,
    build,
    preview,
  };
}

/** Reports an environment of the command line that the blueprint does not have. */
function checkEnvironment(
  { environments, deploy: { document } }: Blueprint,
  name: string,
  path: TomlPath,
  problems: ProblemList,
): void {
  if (environments.has(name)) return;
  problems.error({
    code: 'unknown-environment',
    message: `${document.source.file} has no environment \`${name}\`.`,
    hint: environmentHint(name, [...environments.keys()]),
    place: () => document.place([...path, 'environments'], 'table'),
  });
}

/** Returns the hint for an environment that does not exist. */
export function environmentHint(name: string, known: readonly string[]): string {
  if (known.length === 0) return 'It has no environments: declare one as `[blueprint.environments.NAME]`.';
  return didYouMean(name, known) ?? `It has: ${known.join(', ')}.`;
}

function memberOf(table: unknown, key: string): unknown {
  return Object.fromEntries(members(table))[key];
}

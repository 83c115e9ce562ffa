import { EXAMPLE_CLOUD } from '../../clouds';
import type { Problem } from '../../errors';
import { checkFigures, readFigures } from './blueprint-numbers';
import type { Figures } from './blueprint-numbers';
import { blueprintKeys } from './blueprint-keys';
import { readService } from './blueprint-service';
import type { Service } from './blueprint-service';
import { members } from '../helix-toml/declared-tables';
import { didYouMean } from '../../values/did-you-mean';
import { parseToml } from '../text/document';
import type { TomlDocument } from '../text/document';
import { complaintOfForeign } from './foreign-blueprint';
import type { BlueprintTable } from '../generated/blueprint';
import { validateBlueprint, validateBlueprintTable } from '../generated/validators';
import { NO_DEFAULTS, readLifetime } from '../helix-toml/lifetime';
import { OWN_KEYS } from '../validation/own-keys';
import { ProblemList } from '../validation/problems';
import { soundPart } from '../validation/valid-subset';
import type { SourceText } from '../text/source-text';
import type { TomlPath } from '../text/table-headers';
import { tomlPair, tomlPath } from '../text/toml-text';
import { complainOfUnused, unusedKeys } from '../validation/unused-keys';
import { validate } from '../validation/validate';

/** `blueprint`: the file is Blueprint.toml. `cargo`: it is Cargo.toml, with everything under `[package.metadata.blueprint]`. */
export type BlueprintForm = 'blueprint' | 'cargo';

/** A blueprint's needs, and where its machines are declared. */
export interface Blueprint {
  /** `package.name`, else `blueprint.name`. */
  readonly name: string | null;
  readonly resources: Figures;
  readonly environments: ReadonlyMap<string, Environment>;
  readonly service: Service;
  /** The `[deploy.N]` tables, not checked yet: see `deployInstances`. */
  readonly deploy: DeployTables;
}

/** `[blueprint.environments.NAME]`: what is different there. */
export interface Environment {
  readonly figures: Figures;
  /** null: it says nothing about it. */
  readonly ttlSeconds: number | null;
}

/** Where `[deploy.N]` tables stand, and what stands there. */
export interface DeployTables {
  readonly document: TomlDocument;
  readonly path: TomlPath;
  readonly tables: unknown;
}

/**
 * Reads a blueprint with all its mistakes. It is null when the file cannot be parsed, is another program's, or (a
 * Cargo.toml) says nothing about a blueprint; what can be read beside a mistake is read.
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
  if (blueprint && options.environment !== null) checkEnvironment(blueprint, options.environment, problems);
  return { blueprint, problems: problems.toArray() };
}

/** Keys of Helix: what is nearly one of them, or one in the wrong place, is an error even where others are warnings. */
const OWN = [...OWN_KEYS, 'deploy'];

/** What to say when nothing in the project is to be deployed, with the lines to add. */
export function nothingToDeploy({ document, path }: DeployTables): Problem {
  const lines = [
    `[${tomlPath([...path.map(String), 'api'])}]`,
    tomlPair('provider', EXAMPLE_CLOUD.name),
    tomlPair('region', EXAMPLE_CLOUD.regions.default),
  ];
  return {
    severity: 'warning',
    code: 'nothing-to-deploy',
    message: `${document.source.file} says what the project needs, and not where to deploy it.`,
    hint: `Add a machine, with a name of your choice:\n${lines.join('\n')}`,
    place: document.place(path.slice(0, -1), 'table'),
  };
}

/** The pieces of a file that a blueprint is made of. */
interface Parts {
  readonly document: TomlDocument;
  readonly packageName: unknown;
  readonly table: unknown;
  readonly path: TomlPath;
  readonly deploy: DeployTables;
}

function blueprintParts(document: TomlDocument, problems: ProblemList): Parts | null {
  const foreign = complaintOfForeign(document);
  if (foreign) {
    problems.addAll([foreign]);
    return null;
  }
  const { deploy, ...rest } = document.data;
  validate(document, [], rest, validateBlueprint, problems, { ownKeys: OWN });
  complainOfUnused(document, [], rest, unusedKeys(blueprintKeys(), []), problems);
  return {
    document,
    packageName: memberOf(rest['package'], 'name'),
    table: rest['blueprint'] ?? {},
    path: ['blueprint'],
    deploy: { document, path: ['deploy'], tables: deploy },
  };
}

function cargoParts(document: TomlDocument, problems: ProblemList): Parts | null {
  const cargoPackage = document.data['package'];
  const table = memberOf(memberOf(cargoPackage, 'metadata'), 'blueprint');
  if (table === undefined) return null;
  const path = ['package', 'metadata', 'blueprint'];
  const { deploy, ...rest } = Object.fromEntries(members(table));
  const checked = members(table).length === 0 ? table : rest;
  validate(document, path, checked, validateBlueprintTable, problems, { ownKeys: OWN });
  complainOfUnused(document, path, rest, unusedKeys(blueprintKeys(), ['blueprint']), problems);
  return {
    document,
    packageName: memberOf(cargoPackage, 'name'),
    table: checked,
    path,
    deploy: { document, path: [...path, 'deploy'], tables: deploy },
  };
}

function readParts(
  { document, packageName, table: written, path, deploy }: Parts,
  problems: ProblemList,
): Blueprint {
  const table = soundPart(written, validateBlueprintTable) as BlueprintTable;
  const resources = readFigures(document, [...path, 'resources'], table.resources, problems);
  checkFigures(document, resources, resources, problems);
  const environments = Object.entries(table.environments ?? {}).map(
    ([name, overrides]): [string, Environment] => {
      const at = [...path, 'environments', name];
      const figures = readFigures(document, at, overrides, problems);
      checkFigures(document, figures, { ...resources, ...figures }, problems);
      return [
        name,
        { figures, ttlSeconds: readLifetime(document, at, overrides, NO_DEFAULTS, problems).ttlSeconds },
      ];
    },
  );
  return {
    name: typeof packageName === 'string' && packageName !== '' ? packageName : (table.name ?? null),
    resources,
    environments: new Map(environments),
    service: readService(table),
    deploy,
  };
}

/** Whether the environment that the command line asks for is one of the blueprint's. */
function checkEnvironment({ environments, deploy }: Blueprint, name: string, problems: ProblemList): void {
  if (environments.has(name)) return;
  problems.error({
    code: 'unknown-environment',
    message: `${deploy.document.source.file} has no environment \`${name}\`.`,
    hint: environmentHint(name, [...environments.keys()]),
  });
}

/** What to write instead of an environment that does not exist. */
export function environmentHint(name: string, known: readonly string[]): string {
  const list = known.length === 0 ? 'It has none' : `It has: ${known.join(', ')}`;
  return didYouMean(name, known) ?? `${list}.`;
}

function memberOf(table: unknown, key: string): unknown {
  return Object.fromEntries(members(table))[key];
}

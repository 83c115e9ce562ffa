import type { Problem } from '../errors';
import { nothingToDeploy, readBlueprint, type Blueprint } from './blueprint';
import type { Config } from './config';
import { checkDuplicateNames } from './cross-checks';
import { declaredInstances, isTable } from './declared-tables';
import { deployInstances, type DeployDefaults } from './deploy';
import { parseToml, type TomlDocument } from './document';
import { isForeign, refuseEraA } from './foreign-files';
import { readLock } from './lock';
import { LockRegions } from './lock-regions';
import { complainOfNoName, complainOfNothing } from './missing-parts';
import { ProblemList } from './problems';
import { readProjectTables, type ProjectTables } from './project-tables';
import { readInstances } from './read-instances';
import type { SourceText } from './source-text';

/** The files of a project, as far as they exist. */
export interface ConfigSources {
  readonly helixToml?: SourceText;
  /** Blueprint.toml in either casing. */
  readonly blueprint?: SourceText;
  /** Cargo.toml; read when there is no Blueprint.toml. */
  readonly cargo?: SourceText;
  /** helix.lock.json */
  readonly lock?: SourceText;
  /** config.hx.json, the configuration of HelixDB 1; refused when there is no helix.toml. */
  readonly eraA?: SourceText;
}

export interface ConfigOptions {
  /** The environment of the blueprint that `--environment` names. */
  readonly environment: string | null;
  /** HELIX_CLOUD_URL, which wins over `[helix_cloud] endpoint`. */
  readonly helixCloudUrl: string | null;
}

/** Reads a project's files into one Config, with everything that is wrong with them; null when that is an error. */
export function readConfig(
  sources: ConfigSources,
  options: ConfigOptions,
): { config: Config | null; problems: Problem[] } {
  const problems = new ProblemList();
  if (sources.eraA && !sources.helixToml) refuseEraA(sources.eraA, problems);
  const document = sources.helixToml ? take(parseToml(sources.helixToml), problems).document : null;
  if (document && isForeign(document, problems)) return { config: null, problems: problems.toArray() };
  const lock = sources.lock ? take(readLock(sources.lock), problems).lock : null;
  const blueprint = blueprintOf(sources, options, problems);

  const project = readProjectTables(document, options.helixCloudUrl, problems);
  const name = project.name ?? blueprint?.name ?? '';
  if (name === '') complainOfNoName(document, sources, problems);
  const regions = new LockRegions(lock, project.endpoint);
  const region = defaultRegion(document, project, regions, problems);

  const declared = document ? declaredInstances(document, problems) : [];
  const context = { project: name, defaults: { lifetime: project.defaults, region }, regions };
  const instances = document ? readInstances(document, declared, context, problems) : [];
  const deploys = deploysOf(document, blueprint, { lifetime: project.defaults, ...options }, problems);
  checkDuplicateNames([...declared, ...deploys.declared], problems);
  if (declared.length + deploys.declared.length === 0 && !problems.hasErrors) {
    if (blueprint) problems.addAll([nothingToDeploy(blueprint.deploy)]);
    else complainOfNothing(document, problems);
  }

  const config: Config = {
    project: { name },
    queries: project.queries,
    containerRuntime: project.containerRuntime,
    helixCloud: { endpoint: project.endpoint },
    lock,
    instances: [...instances, ...deploys.instances],
    environment: options.environment,
  };
  return { config: problems.hasErrors ? null : config, problems: problems.toArray() };
}

/** The result of a step, its Problems taken over. */
function take<T extends { readonly problems: readonly Problem[] }>(result: T, problems: ProblemList): T {
  problems.addAll(result.problems);
  return result;
}

function blueprintOf(
  { blueprint, cargo }: ConfigSources,
  options: ConfigOptions,
  problems: ProblemList,
): Blueprint | null {
  if (blueprint && cargo && /^\s*\[package\.metadata\.blueprint[.\]]/m.test(cargo.text)) {
    problems.note({
      code: 'not-used',
      message: `The blueprint in ${cargo.file} is not read, for there is ${blueprint.file}.`,
      place: { file: cargo.file, line: 1, column: 1 },
    });
  }
  const source = blueprint ?? cargo;
  const read =
    source && take(readBlueprint(source, blueprint ? 'blueprint' : 'cargo', options), problems).blueprint;
  if (!read && options.environment !== null && !problems.hasErrors) {
    problems.error({
      code: 'unknown-environment',
      message: `There is no environment \`${options.environment}\`: the project has no blueprint.`,
      hint: 'Environments are the tables `[blueprint.environments.NAME]` of Blueprint.toml.',
    });
  }
  return read ?? null;
}

/** The `[deploy.N]` tables of both files. */
function deploysOf(
  document: TomlDocument | null,
  blueprint: Blueprint | null,
  defaults: DeployDefaults,
  problems: ProblemList,
): Pick<ReturnType<typeof deployInstances>, 'instances' | 'declared'> {
  const tables = [
    ...(document && isTable(document.data['deploy'])
      ? [{ document, path: ['deploy'], tables: document.data['deploy'] }]
      : []),
    ...(blueprint ? [blueprint.deploy] : []),
  ];
  const read = tables.map((from) => take(deployInstances(from, blueprint, defaults), problems));
  return {
    instances: read.flatMap(({ instances }) => instances),
    declared: read.flatMap(({ declared }) => declared),
  };
}

function defaultRegion(
  document: TomlDocument | null,
  { defaults: { region } }: ProjectTables,
  regions: LockRegions,
  problems: ProblemList,
): string {
  if (region === null || document === null) return regions.defaultRegion;
  regions.checkRegion(region, () => document.place(['defaults', 'region'], 'value'), problems);
  return region;
}

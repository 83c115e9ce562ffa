import type { Problem } from '../errors';
import { checkBuilds } from './build/check-builds';
import { readBuild } from './build/read-build';
import type { BuildSource } from './build/read-build';
import type { Blueprint } from './blueprint/blueprint';
import type { Config } from './config';
import { checkDuplicateNames } from './helix-toml/cross-checks';
import { declaredInstances } from './helix-toml/instances/declared-tables';
import { isForClusters } from './helix-toml/default-region';
import { parseToml } from './text/document';
import type { TomlDocument } from './text/document';
import { isForeign, refuseEraA } from './helix-toml/foreign-files';
import { readLock } from './lock/lock';
import { LockRegions } from './lock/lock-regions';
import { nameByDirectory, reportNothingToDeploy } from './helix-toml/missing-parts';
import { ProblemList } from './validation/problems';
import { previewCopies } from './preview/preview-copies';
import { readPreview } from './preview/read-preview';
import { readProjectTables } from './helix-toml/project-tables';
import { readDeployments } from './blueprint/read-deployments';
import { readInstances } from './helix-toml/instances/read-instances';
import type { ConfigSources } from './sources';
import { readState } from './helix-toml/state-config';

export interface ConfigOptions {
  /** The environment of the blueprint that `--environment` selects. */
  readonly environment: string | null;
  /** HELIX_CLOUD_URL, which takes precedence over `[helix_cloud] endpoint`. */
  readonly helixCloudUrl: string | null;
  /** The name of the project's directory, which names a project that has no other name. */
  readonly directoryName?: string;
  /** Whether it is read for the preview of a pull request: then its instances are the copies. */
  readonly isPreview?: boolean;
}

/** Reads a project's files into one Config, with all their problems; the Config is null when one is an error. */
export function readConfig(
  sources: ConfigSources,
  options: ConfigOptions,
): { config: Config | null; problems: Problem[] } {
  const problems = new ProblemList();
  if (sources.eraA && !sources.helixToml) refuseEraA(sources.eraA, problems);
  const document = sources.helixToml ? take(parseToml(sources.helixToml), problems).document : null;
  if (document && isForeign(document, problems)) return { config: null, problems: problems.toArray() };
  const lock = sources.lock ? take(readLock(sources.lock), problems).lock : null;

  const project = readProjectTables(document, options.helixCloudUrl, problems);
  const files = { helixToml: document, blueprint: sources.blueprint, cargo: sources.cargo };
  const deployments = readDeployments(files, project.defaults, options, problems);
  const name =
    project.name ??
    deployments.blueprint?.name ??
    nameByDirectory(document, sources, options.directoryName, problems);

  const regions = new LockRegions(lock, project.endpoint);
  const declared = document ? declaredInstances(document, problems) : [];
  const region = project.defaults.region ?? regions.defaultRegion;
  if (document && isForClusters(region, declared)) {
    regions.checkRegion(region, () => document.place(['defaults', 'region'], 'value'), problems);
  }
  const context = { project: name, defaults: { ...project.defaults, region }, regions };
  const instances = document ? readInstances(document, declared, context, problems) : [];
  checkDuplicateNames([...declared, ...deployments.declared], problems);
  if (declared.length + deployments.declared.length === 0 && !problems.hasErrors) {
    reportNothingToDeploy(document, deployments.blueprint, problems);
  }

  const build = readBuild(buildTables(document, deployments.blueprint), problems);
  const all = [...instances, ...deployments.instances];
  checkBuilds(build, all, problems);
  const names = [...declared, ...deployments.declared].map((table) => table.name);
  const preview =
    deployments.preview === null ? null : readPreview(deployments.preview, all, names, regions, problems);
  const config: Config = {
    project: { name },
    dashboardUrl: project.dashboardUrl,
    forbidsSpot: deployments.blueprint !== null && forbidsSpot(deployments.blueprint),
    queries: project.queries,
    containerRuntime: project.containerRuntime,
    recipe: project.recipe,
    build,
    helixCloud: { endpoint: project.endpoint },
    lock,
    instances: preview !== null && options.isPreview === true ? previewCopies(all, preview) : all,
    preview,
    environment: options.environment,
    state: readState(document, project.state, name, problems),
    ...project.rules,
  };
  return { config: problems.hasErrors ? null : config, problems: problems.toArray() };
}

/** Whether a blueprint says that its machines must not be taken away. */
function forbidsSpot({ resources, service }: Blueprint): boolean {
  return (resources.allow_spot?.value ?? service.allowSpot) === false;
}

/** Returns the `[build]` tables of helix.toml and of the blueprint, written or not. */
function buildTables(document: TomlDocument | null, blueprint: Blueprint | null): BuildSource[] {
  return [
    ...(document === null ? [] : [{ document, path: ['build'], table: document.data['build'] }]),
    ...(blueprint === null ? [] : [blueprint.build]),
  ];
}

/** Adds the problems of a step, and returns its result. */
function take<T extends { readonly problems: readonly Problem[] }>(result: T, problems: ProblemList): T {
  problems.addAll(result.problems);
  return result;
}

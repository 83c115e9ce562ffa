import type { Config } from './config';
import { readDeployments } from './blueprint/read-deployments';
import { DEFAULT_BUILD } from './build/build';
import type { ConfigOptions } from './read-config';
import { nameByDirectory } from './helix-toml/missing-parts';
import { readProjectTables } from './helix-toml/project-tables';
import { readState } from './helix-toml/state-config';
import { readLock } from './lock/lock';
import { LockRegions } from './lock/lock-regions';
import { readPreview } from './preview/read-preview';
import type { ConfigSources } from './sources';
import { parseToml } from './text/document';
import { ProblemList } from './validation/problems';
import type { Problem } from '../errors';

/**
 * Reads only what leads to the states of a project, for commands that go by what is recorded. The rest of its
 * files may be wrong: neither instances nor rules are read.
 */
export function readStateConfig(
  sources: ConfigSources,
  options: ConfigOptions,
): { config: Config | null; problems: Problem[] } {
  const problems = new ProblemList();
  const unheard = new ProblemList();
  const parsed = sources.helixToml ? parseToml(sources.helixToml) : null;
  problems.addAll(parsed?.problems ?? []);
  const document = parsed?.document ?? null;
  const project = readProjectTables(document, options.helixCloudUrl, unheard);
  const files = { helixToml: document, blueprint: sources.blueprint, cargo: sources.cargo };
  const { blueprint, preview } = readDeployments(files, project.defaults, { environment: null }, unheard);
  const name =
    project.name ?? blueprint?.name ?? nameByDirectory(document, sources, options.directoryName, unheard);
  const lock = sources.lock ? readLock(sources.lock).lock : null;
  const regions = new LockRegions(lock, project.endpoint);
  const config: Config = {
    project: { name },
    dashboardUrl: null,
    queries: project.queries,
    containerRuntime: project.containerRuntime,
    recipe: project.recipe,
    build: DEFAULT_BUILD,
    helixCloud: { endpoint: project.endpoint },
    lock,
    instances: [],
    forbidsSpot: false,
    environment: null,
    state: readState(document, project.state, name, problems),
    preview: preview === null ? null : readPreview(preview, [], [], regions, unheard),
    budget: { monthlyUsd: null, maxIncreaseUsd: null },
    policy: {
      maxTtlSeconds: null,
      requireTtl: null,
      allowedRegions: null,
      allowedProviders: null,
      allowedSizes: null,
      maxHourlyUsd: null,
      failOnUnpriced: null,
    },
  };
  return { config: problems.hasErrors ? null : config, problems: problems.toArray() };
}

import { nothingToDeploy } from '../blueprint/blueprint';
import type { Blueprint } from '../blueprint/blueprint';
import type { TomlDocument } from '../text/document';
import type { ProblemList } from '../validation/problems';
import type { ConfigSources } from '../sources';

/** Reports a project without a name, unless a problem of `[project]` has already been reported. */
export function reportMissingName(
  document: TomlDocument | null,
  { helixToml, blueprint, cargo }: ConfigSources,
  problems: ProblemList,
): void {
  if (problems.hasErrors && (document === null || Object.hasOwn(document.data, 'project'))) return;
  const source = helixToml ?? blueprint ?? cargo;
  problems.error({
    code: 'missing-name',
    message: 'The project has no name.',
    hint: 'Add to helix.toml:\n[project]\nname = "my-project"',
    place: document?.place([], 'table') ?? (source && { file: source.file, line: 1, column: 1 }),
  });
}

/** Warns of a project that declares nothing, with the lines to add. */
export function reportNothingToDeploy(
  document: TomlDocument | null,
  blueprint: Blueprint | null,
  problems: ProblemList,
): void {
  if (blueprint !== null) {
    problems.addAll([nothingToDeploy(blueprint.deploy)]);
    return;
  }
  problems.warning({
    code: 'nothing-to-deploy',
    message: 'The project declares nothing to deploy.',
    hint:
      'Run `helix add production --cloud`, or add a cluster with a unique id:\n' +
      '[cloud.production.helix]\ncluster_id = "helix-production-CHANGE-ME"',
    place: () => document?.place(['project'], 'table'),
  });
}

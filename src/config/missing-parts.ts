import type { TomlDocument } from './document';
import type { ProblemList } from './problems';
import type { ConfigSources } from './read-config';

/** Says that nothing names the project, unless a mistake in what would name it has been told already. */
export function complainOfNoName(
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
    place: source && { file: source.file, line: 1, column: 1 },
  });
}

/** Says that helix.toml declares nothing, with the lines to add. */
export function complainOfNothing(document: TomlDocument | null, problems: ProblemList): void {
  problems.warning({
    code: 'nothing-to-deploy',
    message: 'The project declares nothing to deploy.',
    hint:
      'Run `helix add production --cloud`, or add a cluster with an id that nobody else has:\n' +
      '[cloud.production.helix]\ncluster_id = "helix-production-CHANGE-ME"',
    place: () => document?.place(['project'], 'table'),
  });
}

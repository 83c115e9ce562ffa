import { nothingToDeploy } from '../blueprint/blueprint';
import type { Blueprint } from '../blueprint/blueprint';
import type { TomlDocument } from '../text/document';
import { tomlPair } from '../text/toml-text';
import type { ProblemList } from '../validation/problems';
import type { ConfigSources } from '../sources';

/**
 * Returns the name of a project that has none: that of its directory, which is noted. Reports a directory that cannot name
 * a project, unless a problem of `[project]` has already been reported.
 */
export function nameByDirectory(
  document: TomlDocument | null,
  { helixToml, blueprint, cargo }: ConfigSources,
  directoryName: string | undefined,
  problems: ProblemList,
): string {
  if (problems.hasErrors && (document === null || Object.hasOwn(document.data, 'project'))) return '';
  const source = helixToml ?? blueprint ?? cargo;
  const place = document?.place([], 'table') ?? (source && { file: source.file, line: 1, column: 1 });
  const name = directoryName?.replaceAll(NOT_IN_NAMES, '-').trim().slice(0, LONGEST_NAME) ?? '';
  if (name === '') {
    const hint = 'Add to helix.toml:\n[project]\nname = "my-project"';
    problems.error({ code: 'missing-name', message: 'The project has no name.', hint, place });
  } else if (source !== undefined) {
    problems.note({
      code: 'name-by-directory',
      message: `The project has no name, so it has that of its directory: \`${name}\`.`,
      hint: `Add \`[project]\` with \`${tomlPair('name', name)}\` to helix.toml, so that it is the same in every checkout.`,
      place,
    });
  }
  return name;
}

/** As in the schema of `[project] name`. */
const NOT_IN_NAMES = /[\\/\x00-\x1f\x7f]/g;
const LONGEST_NAME = 64;

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

import { readBlueprint } from './blueprint';
import type { Blueprint } from './blueprint';
import type { DeployInstance } from '../config';
import type { DeclaredTable } from '../helix-toml/declared-tables';
import { deployInstances } from './deploy';
import type { TomlDocument } from '../text/document';
import type { Lifetime } from '../helix-toml/lifetime';
import type { ProblemList } from '../validation/problems';
import type { SourceText } from '../text/source-text';

/** The files that can hold a blueprint, as far as they exist, and helix.toml. */
export interface DeploymentSources {
  readonly helixToml: TomlDocument | null;
  readonly blueprint: SourceText | undefined;
  readonly cargo: SourceText | undefined;
}

/** What a project's blueprint and all its `[deploy.N]` tables come to. */
export interface Deployments {
  readonly blueprint: Blueprint | null;
  readonly instances: readonly DeployInstance[];
  readonly declared: readonly DeclaredTable[];
}

/** Reads Blueprint.toml, else the blueprint in Cargo.toml (never both), and the `[deploy.N]` tables there and in helix.toml. */
export function readDeployments(
  sources: DeploymentSources,
  lifetime: Lifetime,
  options: { readonly environment: string | null },
  problems: ProblemList,
): Deployments {
  const { helixToml } = sources;
  const blueprint = chosenBlueprint(sources, options, problems);
  if (!blueprint && options.environment !== null) {
    problems.error({
      code: 'unknown-environment',
      message: `There is no environment \`${options.environment}\`: the project has no blueprint.`,
      hint: 'Environments stand in Blueprint.toml: `[blueprint.environments.NAME]`.',
    });
  }
  const tables = [
    ...(helixToml ? [{ document: helixToml, path: ['deploy'], tables: helixToml.data['deploy'] }] : []),
    ...(blueprint ? [blueprint.deploy] : []),
  ];
  const read = tables.map((from) =>
    deployInstances(from, blueprint, { lifetime, environment: options.environment }),
  );
  for (const { problems: told } of read) problems.addAll(told);
  return {
    blueprint,
    instances: read.flatMap(({ instances }) => instances),
    declared: read.flatMap(({ declared }) => declared),
  };
}

function chosenBlueprint(
  { helixToml, blueprint: file, cargo }: DeploymentSources,
  options: { readonly environment: string | null },
  problems: ProblemList,
): Blueprint | null {
  const own = file && readBlueprint(file, 'blueprint', options);
  const inCargo = cargo && readBlueprint(cargo, 'cargo', options);
  const isForeign = own?.problems.some(({ code }) => code === 'foreign-file') ?? false;
  if (file && own && !isForeign) {
    problems.addAll(own.problems);
    if (inCargo?.blueprint) {
      const { document, path } = inCargo.blueprint.deploy;
      problems.note({
        code: 'not-used',
        message: `The blueprint in ${document.source.file} is not read: ${file.file} stands alone.`,
        place: () => document.place(path.slice(0, -1), 'table'),
      });
    }
    return own.blueprint;
  }
  if (own) {
    // Another program's file is in nobody's way where the project says elsewhere what it is.
    const isProject = helixToml !== null || inCargo?.blueprint;
    problems.addAll(
      isProject ? own.problems.map((told) => ({ ...told, severity: 'note' as const })) : own.problems,
    );
  }
  if (inCargo) problems.addAll(inCargo.problems);
  return inCargo?.blueprint ?? null;
}

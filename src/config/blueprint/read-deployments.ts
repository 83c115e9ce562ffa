import { readBlueprint } from './blueprint';
import type { Blueprint } from './blueprint';
import type { DeployInstance } from '../config';
import type { DeclaredTable } from '../helix-toml/instances/declared-tables';
import { readDeployTables } from './deploy';
import type { BuildSource } from '../build/read-build';
import { findPreview } from '../preview/read-preview';
import type { PreviewSource } from '../preview/read-preview';
import type { TomlDocument } from '../text/document';
import type { DeployDefaults } from './deploy-instance';
import type { ProblemList } from '../validation/problems';
import type { SourceText } from '../text/source-text';

/** helix.toml and the files that can hold a blueprint, if they exist. */
export interface DeploymentSources {
  readonly helixToml: TomlDocument | null;
  readonly blueprint: SourceText | undefined;
  readonly cargo: SourceText | undefined;
}

export interface DeploymentOptions {
  readonly environment: string | null;
  /** Whether the machines are those of a preview. */
  readonly isPreview?: boolean;
}

/** A project's blueprint, its `[preview]`, and the instances of all its `[deploy.N]` tables. */
export interface Deployments {
  readonly blueprint: Blueprint | null;
  readonly preview: PreviewSource | null;
  readonly instances: readonly DeployInstance[];
  readonly declared: readonly DeclaredTable[];
}

/** Reads Blueprint.toml, else the blueprint in Cargo.toml (never both), and the `[deploy.N]` tables there and in helix.toml. */
export function readDeployments(
  sources: DeploymentSources,
  { lifetime, tags }: Pick<DeployDefaults, 'lifetime' | 'tags'>,
  options: DeploymentOptions,
  problems: ProblemList,
): Deployments {
  const { helixToml } = sources;
  const blueprint = chosenBlueprint(sources, options, problems);
  const preview = findPreview(previewTables(helixToml, blueprint), problems);
  const profile = options.isPreview === true ? preview?.table.profile : undefined;
  if (!blueprint && options.environment !== null) {
    problems.error({
      code: 'unknown-environment',
      message: `The environment \`${options.environment}\` does not exist: the project has no blueprint.`,
      hint: 'Declare environments in Blueprint.toml: `[blueprint.environments.NAME]`.',
      ...(helixToml && { place: () => helixToml.place(['project'], 'table') }),
    });
  }
  const tables = [
    ...(helixToml ? [{ document: helixToml, path: ['deploy'], tables: helixToml.data['deploy'] }] : []),
    ...(blueprint ? [blueprint.deploy] : []),
  ];
  const read = tables.map((from) =>
    readDeployTables(
      from,
      blueprint,
      { lifetime, tags, environment: options.environment },
      profile === undefined ? {} : { profile },
    ),
  );
  for (const { problems: found } of read) problems.addAll(found);
  return {
    blueprint,
    preview,
    instances: read.flatMap(({ instances }) => instances),
    declared: read.flatMap(({ declared }) => declared),
  };
}

/** Returns the `[preview]` tables of helix.toml and of the blueprint, written or not. */
function previewTables(document: TomlDocument | null, blueprint: Blueprint | null): BuildSource[] {
  return [
    ...(document === null ? [] : [{ document, path: ['preview'], table: document.data['preview'] }]),
    ...(blueprint === null ? [] : [blueprint.preview]),
  ];
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
        message: `The blueprint in ${document.source.file} is not read: ${file.file} takes precedence.`,
        place: () => document.place(path.slice(0, -1), 'table'),
      });
    }
    return own.blueprint;
  }
  if (own) {
    // A file of another program does no harm when the project is declared elsewhere.
    const isProject = helixToml !== null || inCargo?.blueprint;
    problems.addAll(
      isProject ? own.problems.map((found) => ({ ...found, severity: 'note' as const })) : own.problems,
    );
  }
  if (inCargo) problems.addAll(inCargo.problems);
  return inCargo?.blueprint ?? null;
}

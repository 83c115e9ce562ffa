import { basename } from 'node:path';
import type { Config } from '../../config/config';
import { previewNumber } from '../../config/preview/preview-workspace';
import { readConfig } from '../../config/read-config';
import { readStateConfig } from '../../config/read-state-config';
import type { SourceText } from '../../config/text/source-text';
import { HelixError } from '../../errors';
import type { Problem } from '../../errors';
import type { Ports } from '../../ports/ports';
import { findLeftState } from './left-state';
import type { ProjectRequest } from './project';

/** The configuration of a project, valid or not. */
export interface CheckedConfig {
  readonly root: string;
  /** null: there is an error among the Problems. */
  readonly config: Config | null;
  /** The files that were read. */
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

export interface CheckOptions {
  /** The environment of Blueprint.toml to use. */
  readonly environment: string | null;
  /** A file as it is about to be written, in place of what it holds now. */
  readonly edited?: SourceText;
  /** Without it the lock file is left out: nothing is wrong with a region that it does not know. */
  readonly pinned?: boolean;
  /** That of a preview has copies instead of the instances. */
  readonly workspace?: string;
  /** Only what leads to the states of the project is read, whatever else is wrong. */
  readonly onlyState?: boolean;
}

/** Finds the project around a directory and checks its configuration. */
export async function checkConfig(
  ports: Ports,
  {
    directory,
    environment,
    edited,
    workspace = 'default',
  }: Pick<ProjectRequest, 'directory' | 'environment' | 'edited'> &
    Partial<Pick<ProjectRequest, 'workspace'>>,
): Promise<CheckedConfig> {
  const options = { environment, workspace, ...(edited && { edited }) };
  return checkFiles(ports, await findProject(ports, directory), options);
}

/**
 * Finds the directory of the project that a directory is in.
 * @throws HelixError `config` where there is none
 */
export async function findProject(ports: Ports, directory: string): Promise<string> {
  const { root, searched } = await ports.files.find(directory);
  if (root !== null) return root;
  const left = await findLeftState(ports, searched);
  throw new HelixError('config', 'there is no helix.toml or Blueprint.toml here or above', {
    hint:
      left ?? `Looked in ${searched.join(', ')}. \`helix init\` makes a project in the current directory.`,
  });
}

/** Reads and checks the configuration files of a project, whatever is wrong with them. */
export async function checkFiles(
  ports: Ports,
  root: string,
  { environment, edited, pinned = true, workspace = 'default', onlyState = false }: CheckOptions,
): Promise<CheckedConfig> {
  const read = async (...names: string[]): Promise<SourceText | undefined> => {
    for (const file of names) {
      if (file === edited?.file) return edited;
      const text = await ports.files.readText(root, file);
      if (text !== null) return { file, text };
    }
    return undefined;
  };
  const [helixToml, blueprint, cargo, lock, eraA] = await Promise.all([
    read('helix.toml'),
    read('Blueprint.toml', 'blueprint.toml'),
    read('Cargo.toml'),
    pinned ? read('helix.lock.json') : undefined,
    read('config.hx.json'),
  ]);
  const checked = (onlyState ? readStateConfig : readConfig)(
    {
      ...(helixToml && { helixToml }),
      ...(blueprint && { blueprint }),
      ...(cargo && { cargo }),
      ...(lock && { lock }),
      ...(eraA && { eraA }),
    },
    {
      environment,
      helixCloudUrl: ports.setting('HELIX_CLOUD_URL') ?? null,
      directoryName: basename(root),
      isPreview: previewNumber(workspace) !== null,
    },
  );
  const files = [helixToml, blueprint ?? cargo, lock].flatMap((found) => found?.file ?? []);
  return { root, files, ...checked };
}

/**
 * Returns the configuration, where it is valid.
 * @throws HelixError `config` with its errors and warnings where it is not; notes are for `validate`
 */
export function requireConfig(
  { config, problems }: Pick<CheckedConfig, 'config' | 'problems'>,
  message = 'the configuration has errors',
): Config {
  if (config === null) {
    throw new HelixError('config', message, {
      problems: problems.filter(({ severity }) => severity !== 'note'),
    });
  }
  return config;
}

import type { Config, EnvVar } from '../../config/config';
import { readConfig } from '../../config/read-config';
import { HelixError } from '../../errors';
import type { Problem } from '../../errors';
import { buildTree } from '../../graph/build-tree';
import type { DesiredState } from '../../graph/desired-state';
import { desiredStateOf } from '../../graph/desired-state-of';
import type { ProjectContents } from '../../graph/project-contents';
import type { Ports } from '../../ports/ports';
import type { Books } from '../../pricing/instance-rates';
import type { Choice } from '../../machines/choice';
import { digestOfText } from '../../values/digest';
import { fingerprint } from '../../values/fingerprint';

/** Which project, and which copy of it. */
export interface ProjectRequest {
  /** Where to start looking; the project may be above it. */
  readonly directory: string;
  readonly workspace: string;
  /** The environment of Blueprint.toml to use. */
  readonly environment: string | null;
  /** Containers of this machine instead of what is shared. */
  readonly local: boolean;
}

/** A project that was read and found valid. */
export interface Project {
  readonly root: string;
  readonly config: Config;
  readonly workspace: string;
  readonly scope: 'shared' | 'local';
  readonly contents: ProjectContents;
  /** The resources of that scope, on the machines that were chosen; without a type before `withMachines`. */
  readonly desired: DesiredState;
  /** The machine of each `[deploy.N]`, by name; empty before `withMachines`. */
  readonly choices: ReadonlyMap<string, Choice>;
  /** The prices of the clouds in use; empty before `withMachines`. */
  readonly books: Books;
  readonly hxFiles: () => Promise<ReadonlyMap<string, string>>;
  /** Warnings and notes; there are no errors among them. */
  readonly problems: readonly Problem[];
}

/** What was read, valid or not: for `helix validate`. */
export interface CheckedConfig {
  readonly root: string;
  readonly config: Config | null;
  /** The files that were read. */
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

/** @throws HelixError `config` with all Problems when the project is missing or wrong */
export async function loadProject(ports: Ports, request: ProjectRequest): Promise<Project> {
  const { root, config, problems } = await checkConfig(ports, request);
  if (config === null) {
    throw new HelixError('config', 'the configuration has errors', { problems });
  }
  const hxFiles = () => ports.files.hxFiles(root, config.queries);
  const contents = await contentsOf(ports, root, config, hxFiles);
  const { instances } = config;
  const onlyLocal = instances.length > 0 && instances.every(({ kind }) => kind === 'local');
  const scope = request.local || onlyLocal ? 'local' : 'shared';
  const { workspace } = request;
  return onMachines(
    { root, config, workspace, scope, contents, hxFiles, problems },
    { choices: new Map(), books: new Map() },
  );
}

/** The project with its resources on the machines that were chosen. The tree is built when it is first asked for. */
export function onMachines(
  project: Omit<Project, 'desired' | 'choices' | 'books'>,
  { choices, books }: Pick<Project, 'choices' | 'books'>,
): Project {
  const { root, config, workspace, scope, contents, hxFiles, problems } = project;
  let desired: DesiredState | undefined;
  return {
    root,
    config,
    workspace,
    scope,
    contents,
    hxFiles,
    problems,
    choices,
    books,
    get desired() {
      desired ??= inScope(desiredStateOf(buildTree({ config, contents, workspace, choices })), scope);
      return desired;
    },
  };
}

/** Finds the project and reads its configuration, whatever is wrong with it. */
export async function checkConfig(
  ports: Ports,
  request: Pick<ProjectRequest, 'directory' | 'environment'>,
): Promise<CheckedConfig> {
  const { root, searched } = await ports.files.find(request.directory);
  if (root === null) throw noProject(searched);
  return { root, ...(await readSources(ports, root, request.environment)) };
}

/**
 * Reads the files of a project; `edited` stands for helix.toml as it is about to be written. Without `pinned` the lock
 * file is left out: nothing is wrong with a region that it does not know.
 */
export async function readSources(
  ports: Ports,
  root: string,
  environment: string | null,
  edited?: string,
  pinned = true,
): Promise<Omit<CheckedConfig, 'root'>> {
  const source = async (...names: string[]) => {
    for (const file of names) {
      const text = await ports.files.readText(root, file);
      if (text !== null) return { file, text };
    }
    return undefined;
  };
  const [helixToml, blueprint, cargo, lock, eraA] = await Promise.all([
    edited === undefined ? source('helix.toml') : { file: 'helix.toml', text: edited },
    source('Blueprint.toml', 'blueprint.toml'),
    source('Cargo.toml'),
    pinned ? source('helix.lock.json') : undefined,
    source('config.hx.json'),
  ]);
  const read = readConfig(
    {
      ...(helixToml && { helixToml }),
      ...(blueprint && { blueprint }),
      ...(cargo && { cargo }),
      ...(lock && { lock }),
      ...(eraA && { eraA }),
    },
    { environment, helixCloudUrl: ports.variable('HELIX_CLOUD_URL') ?? null },
  );
  const files = [helixToml, blueprint ?? cargo, lock].flatMap((found) => found?.file ?? []);
  return { files, ...read };
}

/** The value behind a fingerprint, from the files that the plan was made of. */
export function secretsOf(config: Config): (wanted: string) => string {
  return (wanted) => {
    const value = literals(config).find(({ name, value }) => fingerprint(name, value) === wanted)?.value;
    if (value === undefined) {
      throw new HelixError('config', `no variable in the files has the fingerprint ${wanted}`, {
        hint: 'The value was edited since the plan was made: plan again.',
      });
    }
    return value;
  };
}

function literals(config: Config): { name: string; value: string }[] {
  const variables = config.instances.flatMap((instance): readonly EnvVar[] =>
    instance.kind === 'helix' ? instance.envVars : instance.kind === 'deploy' ? instance.env : [],
  );
  return variables.flatMap((variable) => (variable.type === 'literal' ? [variable] : []));
}

async function contentsOf(
  ports: Ports,
  root: string,
  config: Config,
  hxFiles: Project['hxFiles'],
): Promise<ProjectContents> {
  const builds = config.instances.some((instance) => instance.kind === 'deploy' && instance.image === null);
  const texts = await hxFiles();
  return {
    queries: Object.fromEntries([...texts].map(([path, text]) => [path, digestOfText(text)])),
    // Reading a whole tree is slow: only where an image is built from it.
    buildContext: builds ? await ports.files.buildContextDigest(root) : null,
  };
}

function inScope(all: DesiredState, scope: 'shared' | 'local'): DesiredState {
  const resources = all.resources.filter((resource) => resource.scope === scope);
  const kept = new Set(resources.map(({ address }) => address));
  return { resources, ttlPolicies: all.ttlPolicies.filter(({ target }) => kept.has(target)) };
}

/** Nothing to work on; says where it was looked for. */
export function noProject(searched: readonly string[]): HelixError {
  return new HelixError('config', 'there is no helix.toml or Blueprint.toml here or above', {
    hint: `Looked in ${searched.join(', ')}. \`helix init\` makes a project in the current directory.`,
  });
}

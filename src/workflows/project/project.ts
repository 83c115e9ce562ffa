import type { Config } from '../../config/config';
import type { SourceText } from '../../config/text/source-text';
import type { Problem } from '../../errors';
import { buildTree } from '../../graph/build-tree';
import type { DesiredState } from '../../graph/desired-state';
import { desiredStateOf } from '../../graph/desired-state-of';
import type { ProjectContents } from '../../graph/project-contents';
import type { Choice } from '../../machines/choice';
import type { Books } from '../../pricing/instance-rates';

/** A project, and the copy of it that a command is about. */
export interface ProjectRequest {
  /** The directory to start from; the project may be above it. */
  readonly directory: string;
  readonly workspace: string;
  /** The environment of Blueprint.toml to use. */
  readonly environment: string | null;
  /** Containers of this host instead of what is shared. */
  readonly local: boolean;
  /** `local`: images are built on this host, whatever builder the project names. */
  readonly builder?: 'local' | null;
  /** A file as it is about to be written: the project is read with it in place of what the file holds now. */
  readonly edited?: SourceText;
  /** Absolute paths that the command line names for plans and reports: they are in no build context. */
  readonly ownFiles?: readonly string[];
}

/** A project that was read and found valid. Its machines are not chosen yet. */
export interface LoadedProject {
  readonly root: string;
  readonly config: Config;
  readonly workspace: string;
  readonly scope: 'shared' | 'local';
  readonly contents: ProjectContents;
  readonly hxFiles: () => Promise<ReadonlyMap<string, string>>;
  /** The variables of the project's `.env` files, where it has local containers. Their values are secret. */
  readonly envFile: ReadonlyMap<string, string>;
  /** Whether it was read from its records alone, so that nothing can be made of it. Missing otherwise. */
  readonly isRecorded?: true;
  /** Warnings and notes; there are no errors among them. */
  readonly problems: readonly Problem[];
}

/** The machines that were chosen, and the prices that decided. */
export interface ChosenMachines {
  /** The machine of each `[deploy.N]`, by name. */
  readonly choices: ReadonlyMap<string, Choice>;
  /** The price books of the clouds in use. */
  readonly books: Books;
}

/** A project whose machines are chosen, so that its resources are known in full. */
export interface SizedProject extends LoadedProject, ChosenMachines {
  /** The resources of the project's scope. */
  readonly desired: DesiredState;
}

/** The volume that holds the data of each container on record, by the name of its instance. */
export type RecordedVolumes = ReadonlyMap<string, string>;

/** Puts a project on the machines that were chosen for it, and its containers on the volumes that they have. */
export function sized(
  project: LoadedProject,
  { choices, books }: ChosenMachines,
  volumes: RecordedVolumes = new Map(),
): SizedProject {
  return { ...project, choices, books, desired: desiredOn(project, choices, volumes) };
}

/** The resources as they are declared: instances have no machine type yet. */
export function declaredState(project: LoadedProject, volumes: RecordedVolumes = new Map()): DesiredState {
  return desiredOn(project, new Map(), volumes);
}

function desiredOn(
  { config, contents, workspace, scope }: LoadedProject,
  choices: ChosenMachines['choices'],
  volumes: RecordedVolumes,
): DesiredState {
  const all = desiredStateOf(buildTree({ config, contents, workspace, choices, volumes }));
  const resources = all.resources.filter((resource) => resource.scope === scope);
  const kept = new Set(resources.map(({ address }) => address));
  return { resources, ttlPolicies: all.ttlPolicies.filter(({ target }) => kept.has(target)) };
}

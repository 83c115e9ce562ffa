import type { Config } from '../config/config';
import type { Choice } from '../machines/choice';
import type { ProjectContents } from './project-contents';

/** The ingredients of a tree; `workspace` is part of every name. */
export interface TreeInput {
  readonly config: Config;
  readonly contents: ProjectContents;
  readonly workspace: string;
  /** The machine that was chosen for each `[deploy.N]`, by name. An instance without one is left without a type. */
  readonly choices: ReadonlyMap<string, Choice>;
  /** The volume that holds the data of each container on record, by the name of its instance. */
  readonly volumes: ReadonlyMap<string, string>;
}

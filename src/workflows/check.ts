import type { Ports } from '../ports/ports';
import { mistakesIn } from '../resources/query-check';
import type { SourceProblem } from '../resources/query-check';
import { loadProject } from './project/load-project';
import type { LoadedProject, ProjectRequest } from './project/project';

/** The problems of a project's queries. */
export interface QueryCheck {
  readonly project: LoadedProject;
  /** The rules of Helix itself, or those of HelixDB's compiler. */
  readonly checkedBy: 'helix' | 'helixdb';
  /** The number of files that were checked. */
  readonly files: number;
  /** By file and line; the files relative to the project. */
  readonly problems: readonly SourceProblem[];
}

/**
 * Checks the configuration, then schema and queries by Helix's own rules, which are those of the emulator. They find what
 * HelixDB's compiler would refuse first; they do not replace it.
 * @throws HelixError `config` with all Problems of the configuration
 */
export async function checkQueries(ports: Ports, request: ProjectRequest): Promise<QueryCheck> {
  const project = await loadProject(ports, request);
  const texts = await project.hxFiles();
  const files = [...texts].map(([path, text]) => ({ path: `${project.config.queries}/${path}`, text }));
  return { project, checkedBy: 'helix', files: files.length, problems: mistakesIn(files) };
}

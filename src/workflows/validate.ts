import { contextOf } from '../graph/project-contents';
import { HelixError } from '../errors';
import type { Problem } from '../errors';
import type { Ports } from '../ports/ports';
import { isPulled } from '../resources/image/image';
import { checkConfig } from './project/check-config';
import type { CheckedConfig } from './project/check-config';
import { loadProject } from './project/load-project';
import { declaredState } from './project/project';
import type { LoadedProject, ProjectRequest } from './project/project';
import { openEngines } from './run/open-engines';

/**
 * Checks the configuration of a project, the files that its images are built from, and whether this host has what their
 * builds need. Asks no engine and no other host.
 */
export async function validateProject(
  ports: Ports,
  request: Pick<ProjectRequest, 'directory' | 'environment'>,
): Promise<CheckedConfig> {
  const checked = await checkConfig(ports, request);
  if (checked.config === null) return checked;
  const problems = [...checked.problems];
  try {
    for (const local of [false, true]) {
      const project = await loadProject(ports, { ...request, workspace: 'default', local });
      problems.push(...project.problems, ...(await findObstacles(ports, project)));
    }
  } catch (error) {
    if (!(error instanceof HelixError) || error.kind !== 'config') throw error;
    problems.push(...problemsOf(error));
  }
  return { ...checked, problems: withoutRepetitions(problems) };
}

/** Returns what is wrong with a file that an image is built from: it cannot be read, or its rules are not valid. */
function problemsOf({ problems, message, hint }: HelixError): readonly Problem[] {
  if (problems.length > 0) return problems;
  const code = 'unreadable';
  return [{ severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) }];
}

/** Finds images that this host cannot build: another one, such as a runner, may be able to. */
async function findObstacles(ports: Ports, project: LoadedProject): Promise<readonly Problem[]> {
  const images = declaredState(project).resources.filter(
    ({ kind, inputs }) => kind === 'image' && !isPulled(inputs),
  );
  const [first] = images;
  if (first === undefined) return [];
  const { verbs } = await openEngines(ports, project, () => null)(first.engine);
  const obstacles = await verbs?.builds?.findObstacles(
    images.map((image) => ({
      image,
      dockerfileText: contextOf(project.contents, image.name)?.dockerfileText ?? null,
    })),
  );
  return (obstacles ?? []).map(({ address, message, hint }) => ({
    severity: 'warning',
    code: 'no-builder',
    message: message.replace(/\.$/, ''),
    ...(hint === null ? {} : { hint }),
    place: images.find((image) => image.address === address)?.source ?? first.source,
  }));
}

function withoutRepetitions(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

import type { Config } from '../../config/config';
import type { ProjectContents } from '../../graph/project-contents';
import type { Ports } from '../../ports/ports';
import { digestOfText } from '../../values/digest';
import { checkConfig, requireConfig } from './check-config';
import type { LoadedProject, ProjectRequest } from './project';

/**
 * Reads the project around a directory.
 * @throws HelixError `config` with all Problems when the project is missing or wrong
 */
export async function loadProject(ports: Ports, request: ProjectRequest): Promise<LoadedProject> {
  const checked = await checkConfig(ports, request);
  const config = requireConfig(checked);
  const { root, problems } = checked;
  const { instances } = config;
  const onlyLocal = instances.length > 0 && instances.every(({ kind }) => kind === 'local');
  const hxFiles = () => ports.files.readHxFiles(root, config.queries);
  return {
    root,
    config,
    workspace: request.workspace,
    scope: request.local || onlyLocal ? 'local' : 'shared',
    contents: await readContents(ports, root, config, hxFiles),
    hxFiles,
    problems,
  };
}

async function readContents(
  ports: Ports,
  root: string,
  config: Config,
  hxFiles: LoadedProject['hxFiles'],
): Promise<ProjectContents> {
  const builds = config.instances.some((instance) => instance.kind === 'deploy' && instance.image === null);
  const texts = await hxFiles();
  return {
    queries: Object.fromEntries([...texts].map(([path, text]) => [path, digestOfText(text)])),
    // Reading a whole tree is slow: only where an image is built from it.
    buildContext: builds ? await ports.files.hashBuildContext(root) : null,
  };
}

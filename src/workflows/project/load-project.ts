import { buildOnThisHost } from '../../config/build/build';
import type { Config } from '../../config/config';
import { contextWarnings } from '../../resources/dockerfile/context-warnings';
import type { Problem } from '../../errors';
import { findOwnerChanges, findDataFolders, readEnvFiles } from './local-files';
import type { ProjectContents } from '../../graph/project-contents';
import type { Ports } from '../../ports/ports';
import { digestOfText } from '../../values/digest';
import { checkConfig, requireConfig } from './check-config';
import { withPreviewPorts } from './preview-ports';
import { readContexts } from './read-contexts';
import type { LoadedProject, ProjectRequest } from './project';

/**
 * Reads the project around a directory.
 * @throws HelixError `config` with all Problems when the project is missing or wrong
 */
export async function loadProject(ports: Ports, request: ProjectRequest): Promise<LoadedProject> {
  const checked = await checkConfig(ports, request);
  const { root, problems } = checked;
  const declared = withBuilder(requireConfig(checked), request);
  const config = await withPreviewPorts(ports, root, declared, request.workspace);
  const { instances } = config;
  const onlyLocal = instances.length > 0 && instances.every(({ kind }) => kind === 'local');
  const scope = request.local || onlyLocal ? 'local' : 'shared';
  const envFile = scope === 'local' ? await readEnvFiles(ports, root, config) : new Map<string, string>();
  const hxFiles = () => ports.files.readHxFiles(root, config.queries);
  const { ownFiles = [] } = request;
  if (ownFiles.length > 0) await ports.files.leaveOutOfContexts(root, ownFiles);
  const contents = await readContents(ports, root, { config, scope, hxFiles });
  const dataFolders = await findDataFolders(ports, root, config);
  const owners = scope === 'local' ? await findOwnerChanges(ports, root, { ...contents, dataFolders }) : [];
  return {
    root,
    config,
    workspace: request.workspace,
    scope,
    contents: { ...contents, envFileNames: [...envFile.keys()].sort(), dataFolders },
    hxFiles,
    envFile,
    problems: [...problems, ...warningsOf(contents), ...owners],
  };
}

/** Another builder changes nothing that a plan says. */
function withBuilder(config: Config, { builder = null }: ProjectRequest): Config {
  return builder === null ? config : { ...config, build: buildOnThisHost(config.build) };
}

/** Several images may have one context: each of its warnings is shown once. */
function warningsOf({ contexts }: Pick<ProjectContents, 'contexts'>): readonly Problem[] {
  return [...new Set(Object.values(contexts))].flatMap((context) =>
    contextWarnings({ ...context, dockerfile: context.place.dockerfile }),
  );
}

async function readContents(
  ports: Ports,
  root: string,
  { config, scope, hxFiles }: Pick<LoadedProject, 'config' | 'scope' | 'hxFiles'>,
): Promise<Pick<ProjectContents, 'queries' | 'contexts'>> {
  const texts = await hxFiles();
  return {
    queries: Object.fromEntries([...texts].map(([path, text]) => [path, digestOfText(text)])),
    contexts: await readContexts(ports, root, config, scope),
  };
}

import { join } from 'node:path';
import type { Config } from '../../config/config';
import { previewNumber } from '../../config/preview/preview-workspace';
import { HelixError } from '../../errors';
import { previewFacts } from '../../previews/preview-facts';
import type { PreviewFacts } from '../../previews/preview-facts';
import type { Ports } from '../../ports/ports';
import { decodeCluster } from '../../resources/cluster';
import type { State } from '../../state/state';
import { checkFiles, findProject, requireConfig } from '../project/check-config';
import type { LoadedProject, ProjectRequest } from '../project/project';
import { openBackend } from '../run/open-store';
import { costs, readRates } from '../status/status-facts';

/** A preview that is on record, in the shared state or in that of this host. */
export interface RecordedPreview {
  readonly number: number;
  readonly state: State;
  /** The project without anything that its files declare. */
  readonly project: LoadedProject;
}

/** A workspace of a preview that cannot be read. */
export interface UnreadPreview {
  readonly number: number;
  readonly error: HelixError;
}

/** The previews on record, and the project as far as its states need it. */
export interface RecordedPreviews {
  readonly project: LoadedProject;
  readonly previews: readonly RecordedPreview[];
  readonly unread: readonly UnreadPreview[];
}

const SCOPES = ['shared', 'local'] as const;

/** Finds the previews of a project by its states alone: the rest of its files may be wrong or missing. */
export async function findPreviews(
  ports: Ports,
  request: Pick<ProjectRequest, 'directory'>,
): Promise<RecordedPreviews> {
  const project = await readRecordedProject(ports, request);
  const previews: RecordedPreview[] = [];
  const unread: UnreadPreview[] = [];
  for (const scope of SCOPES) {
    const backend = await openBackend(ports, { ...project, scope });
    for (const workspace of await backend.listWorkspaces()) {
      const number = previewNumber(workspace);
      if (number === null) continue;
      try {
        const state = await backend.store(workspace).read();
        if (state === null || state.moved !== undefined) continue;
        previews.push({ number, state, project: recordedIn({ ...project, scope, workspace }, state) });
      } catch (error) {
        if (!(error instanceof HelixError)) throw error;
        unread.push({ number, error });
      }
    }
  }
  return { project, previews: previews.sort((a, b) => a.number - b.number), unread };
}

/** Returns the facts about a preview, with the prices that a plan would use. */
export async function readFacts(
  ports: Ports,
  { number, state, project }: RecordedPreview,
): Promise<PreviewFacts> {
  const rates = await readRates(ports, project, Object.values(state.resources));
  return previewFacts(number, state, rates, costs, ports.clock.now().toISOString());
}

/** Reads a project as far as its states need it, from its files or from what they have left. */
async function readRecordedProject(
  ports: Ports,
  { directory }: Pick<ProjectRequest, 'directory'>,
): Promise<LoadedProject> {
  const isBare =
    (await ports.files.find(directory)).root === null &&
    (await ports.files.readKind(join(directory, '.helix'))) === 'directory';
  const root = isBare ? directory : await findProject(ports, directory);
  const checked = await checkFiles(ports, root, { environment: null, onlyState: true });
  const config = requireConfig(checked, 'the place of the state cannot be read');
  return {
    root,
    config,
    workspace: 'default',
    scope: 'shared',
    contents: { queries: {}, contexts: {}, envFileNames: [], dataFolders: new Set() },
    hxFiles: () => Promise.resolve(new Map()),
    envFile: new Map(),
    isRecorded: true,
    problems: [],
  };
}

/** Returns the project as a state names it: its own name, and the endpoint of its clusters. */
function recordedIn(project: LoadedProject, state: State): LoadedProject {
  const { config } = project;
  const endpoint = endpointIn(state) ?? config.helixCloud.endpoint;
  const recorded: Config = { ...config, project: { name: state.project }, helixCloud: { endpoint } };
  return { ...project, config: recorded };
}

function endpointIn({ resources, open }: State): string | null {
  const begun = open.flatMap(({ members }) => members.flatMap(({ target, prior }) => target ?? prior ?? []));
  const [cluster] = [...Object.values(resources), ...begun].filter(({ kind }) => kind === 'cluster');
  if (cluster === undefined) return null;
  const inputs = decodeCluster(cluster.address, cluster.inputs);
  return 'endpoint' in inputs ? inputs.endpoint : null;
}

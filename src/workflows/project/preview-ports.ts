import { previewNumber } from '../../config/preview/preview-workspace';
import type { Config, LocalInstance } from '../../config/config';
import { HelixError } from '../../errors';
import { isContainer } from '../../plan/lifecycle';
import type { Ports } from '../../ports/ports';
import { previewPorts } from '../../previews/preview-ports';
import { decodeContainer } from '../../resources/container';
import type { State } from '../../state/state';

/** Gives the containers of a preview ports of their own: those on record, or ones that nobody on this host has from Helix. */
export async function withPreviewPorts(
  ports: Ports,
  root: string,
  config: Config,
  workspace: string,
): Promise<Config> {
  const number = previewNumber(workspace);
  const containers = config.instances.filter((one): one is LocalInstance => one.kind === 'local');
  if (config.preview === null || number === null || containers.length === 0) return config;
  const recorded = await readRecordedPorts(ports, root, config);
  const own = new Map(
    recorded.filter((one) => one.workspace === workspace).map((one) => [one.name, one.port]),
  );
  const taken = new Set([
    ...config.preview.declaredPorts,
    ...recorded.filter((one) => one.workspace !== workspace).map(({ port }) => port),
  ]);
  const names = containers.map(({ name }) => name);
  const chosen = previewPorts(number, names, own, taken);
  const instances = config.instances.map((one) =>
    one.kind === 'local' ? { ...one, port: chosen.get(one.name) ?? one.port } : one,
  );
  return { ...config, instances };
}

interface RecordedPort {
  readonly workspace: string;
  readonly name: string;
  readonly port: number;
}

async function readRecordedPorts(
  ports: Ports,
  root: string,
  { project, state }: Config,
): Promise<readonly RecordedPort[]> {
  const backend = await ports.stateBackend({ root, project: project.name, state, scope: 'local' });
  const found: RecordedPort[] = [];
  for (const workspace of await backend.listWorkspaces()) {
    try {
      found.push(...portsIn(workspace, await backend.store(workspace).read()));
    } catch (error) {
      // A state that cannot be read is reported by the commands on it; the engine refuses a port that is taken.
      if (!(error instanceof HelixError)) throw error;
    }
  }
  return found;
}

function portsIn(workspace: string, state: State | null): readonly RecordedPort[] {
  const begun = (state?.open ?? []).flatMap(({ members }) => members.map(({ target }) => target));
  return [...Object.values(state?.resources ?? {}), ...begun].flatMap((record) =>
    record !== null && isContainer(record)
      ? [{ workspace, name: record.name, port: decodeContainer(record.address, record.inputs).port }]
      : [],
  );
}

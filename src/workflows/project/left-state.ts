import { join } from 'node:path';
import { tomlPair } from '../../config/text/toml-text';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import type { State } from '../../state/state';

/**
 * Returns what is still recorded in the first of the directories that has a state and no configuration, and how to reach
 * it; null where none has one. A state elsewhere than in `.helix` was named by the file that is gone.
 */
export async function findLeftState(ports: Ports, directories: readonly string[]): Promise<string | null> {
  for (const root of directories) {
    if ((await ports.files.readKind(join(root, '.helix', 'state'))) !== 'directory') continue;
    const states = await readStates(ports, root);
    const held = states.filter(({ resources }) => Object.keys(resources).length > 0);
    const [first] = held;
    if (first !== undefined) return wayBack(root, first.project, held);
  }
  return null;
}

async function readStates(ports: Ports, root: string): Promise<State[]> {
  const where = {
    root,
    project: '',
    state: { backend: 'local', encryption: null },
    scope: 'shared',
  } as const;
  const backend = await ports.stateBackend(where);
  const states = (await backend.listWorkspaces()).map(async (workspace) => {
    try {
      return (await backend.store(workspace).read()) ?? [];
    } catch (error) {
      // A state that is encrypted or damaged: its own commands say so, once there is a configuration.
      if (error instanceof HelixError) return [];
      throw error;
    }
  });
  return (await Promise.all(states)).flat();
}

function wayBack(root: string, project: string, states: readonly State[]): string {
  const counts = states.map(({ workspace, resources }) => {
    const addresses = Object.keys(resources).sort();
    const more = addresses.length > 5 ? `, and ${addresses.length - 5} more` : '';
    return `${addresses.slice(0, 5).join(', ')}${more} in workspace ${workspace}`;
  });
  return (
    `${root} still has the state of project \`${project}\`: ${counts.join('; ')}. Restore its helix.toml, or write one with\n` +
    `[project]\n${tomlPair('name', project)}\nand run \`helix destroy\`${states.length > 1 ? ' for each --workspace' : ''}.`
  );
}

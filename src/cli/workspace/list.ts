import { Command, Option } from 'clipanion';
import { renderWorkspaces } from '../../render/lists/records/workspaces';
import { listWorkspaces } from '../../workflows/state/workspaces';
import { HelixCommand } from '../helix-command';
import { PROJECT_VARIABLES } from '../variables';
import { snakeKeys } from '../../render/json/snake-keys';

export class WorkspaceListCommand extends HelixCommand {
  static override readonly exitCodes = [0, 1, 3, 64];
  static override readonly variables = [...HelixCommand.variables, ...PROJECT_VARIABLES];
  static override paths = [['workspace', 'list']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'list the workspaces that have a recorded state',
    details: 'The first apply in a workspace creates it: `helix apply --workspace NAME`.',
    examples: [
      ['Check all workspaces', '$0 workspace list'],
      ['As data', '$0 workspace list --json'],
    ],
  });

  environment = Option.String('--environment', { description: 'Use [blueprint.environments.NAME]' });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const found = await listWorkspaces(ports, {
      directory: this.startDirectory,
      environment: this.environment ?? null,
    });
    const rows = found.map(({ name, state, holder }) => ({
      name,
      resources: Object.keys(state.resources).length,
      down: Object.values(state.tombstones).filter(({ lifted }) => lifted === null).length,
      serial: state.serial,
      updatedAt: state.updatedAt,
      lockedBy: holder === null ? null : `${holder.by} (${holder.operation})`,
    }));
    if (this.json) this.printJson(snakeKeys(rows));
    else this.print(renderWorkspaces(rows, style));
    return 0;
  }
}

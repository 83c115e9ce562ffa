import { Command, Option } from 'clipanion';
import { deleteWorkspace } from '../../workflows/state/workspaces';
import { LockingCommand } from '../project-command';

export class WorkspaceDeleteCommand extends LockingCommand {
  static override paths = [['workspace', 'delete']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'delete an empty workspace',
    details: 'A workspace with resources is refused (exit 5): run `helix destroy --workspace NAME` first.',
    examples: [['Delete the workspace of a destroyed preview', '$0 workspace delete preview']],
  });

  name = Option.String();
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    this.workspace = this.name;
    await deleteWorkspace(this.context.ports, { ...this.project, lockTimeoutMs: this.lockTimeoutMs });
    if (this.json) this.printJson({ deleted: this.name });
    else this.print(`Deleted workspace ${this.name}.\n`);
    return 0;
  }
}

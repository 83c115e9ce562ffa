import { Command, Option } from 'clipanion';
import { deleteWorkspace } from '../../workflows/state/workspaces';
import { LockingCommand } from '../project-command';

export class WorkspaceDeleteCommand extends LockingCommand {
  static override paths = [['workspace', 'delete']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'forget a workspace in which nothing is left',
    details:
      'What is still recorded is refused (exit 5): `helix destroy --workspace NAME` takes it down first.',
    examples: [['After the preview was destroyed', '$0 workspace delete preview']],
  });

  name = Option.String();
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    this.workspace = this.name;
    await deleteWorkspace(this.context.ports, { ...this.project, lockTimeoutMs: this.lockTimeoutMs });
    if (this.json) this.printJson({ deleted: this.name });
    else this.print(`Workspace ${this.name} is forgotten.\n`);
    return 0;
  }
}

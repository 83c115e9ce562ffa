import { Command, Option } from 'clipanion';
import { renderVerified } from '../../render/lists/verified';
import { verify } from '../../workflows/state/verify-state';
import { ProjectCommand } from '../project-command';

export class StateVerifyCommand extends ProjectCommand {
  static override paths = [['state', 'verify']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'read everything that is recorded, and say what does not fit together',
    details:
      'Reads the state and its journal where they are kept, and compares digests, dependencies and lifetimes; reads the earlier states that are kept beside it, too. Exit code 1 when something is wrong.',
    examples: [
      ['One workspace', '$0 state verify'],
      ['All of them', '$0 state verify --all-workspaces'],
    ],
  });

  allWorkspaces = Option.Boolean('--all-workspaces', false, { description: 'Every workspace' });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const verified = await verify(ports, this.project, this.allWorkspaces);
    if (this.json) this.printJson(verified);
    else this.print(renderVerified(verified, style));
    return verified.some(({ findings }) => findings.length > 0) ? 1 : 0;
  }
}

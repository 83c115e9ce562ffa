import { Command, Option } from 'clipanion';
import { renderVerified } from '../../render/lists/records/verified';
import { verify } from '../../workflows/state/verify-state';
import { ProjectCommand } from '../project-command';
import { snakeKeys } from '../../render/json/snake-keys';

export class StateVerifyCommand extends ProjectCommand {
  static override paths = [['state', 'verify']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'read the whole state and report inconsistencies',
    details:
      'Reads the state, its journal and the earlier states from the backend, and compares digests, dependencies and expiries. Exits with 1 if something is inconsistent.',
    examples: [
      ['Check one workspace', '$0 state verify'],
      ['Check all workspaces', '$0 state verify --all-workspaces'],
    ],
  });

  allWorkspaces = Option.Boolean('--all-workspaces', false, { description: 'Every workspace' });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const verified = await verify(ports, this.project, this.allWorkspaces);
    if (this.json) this.printJson(snakeKeys(verified));
    else this.print(renderVerified(verified, style));
    return verified.some(({ findings }) => findings.length > 0) ? 1 : 0;
  }
}

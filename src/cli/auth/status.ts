import { Command, Option } from 'clipanion';
import { snakeKeys } from '../../render/json/snake-keys';
import { renderAuthStatus } from '../../render/lists/auth-status';
import { lacksCredentials, readAuthStatus } from '../../workflows/auth/auth-status';
import { HelixCommand } from '../helix-command';
import { PROJECT_VARIABLES } from '../variables';

export class AuthStatusCommand extends HelixCommand {
  static override readonly exitCodes = [0, 1, 3, 64];
  static override readonly variables = [...HelixCommand.variables, ...PROJECT_VARIABLES];
  static override paths = [['auth', 'status']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'show what Helix signs in to from here, and with what',
    details:
      'Helix Cloud, the accounts of cloud.toml, the registries of the project, and the token of a run of CI. Helix Cloud is asked on a terminal, elsewhere with `--check` alone. It ends with 3 when one that the project needs is missing or refused.',
    examples: [
      ['What is there', '$0 auth status'],
      ['At the start of a job', '$0 auth status --check'],
    ],
  });

  json = Option.Boolean('--json', false, { description: 'Print JSON' });
  check = Option.Boolean('--check', { description: 'Ask Helix Cloud; default: on a terminal' });

  async execute(): Promise<number> {
    const { ports, style, terminal } = this.context;
    const check = this.check ?? terminal.interactive;
    const rows = await readAuthStatus(ports, { directory: this.startDirectory, check });
    if (this.json) this.printJson(snakeKeys(rows));
    else this.print(renderAuthStatus(rows, style));
    return lacksCredentials(rows) ? 3 : 0;
  }
}

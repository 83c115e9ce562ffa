import { Command, Option } from 'clipanion';
import { renderStateList } from '../../render/lists/records/state-list';
import { readState } from '../../workflows/state/state';
import { ProjectCommand } from '../project-command';

export class StateListCommand extends ProjectCommand {
  static override paths = [['state', 'list']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'list the recorded resources',
    examples: [['List the default workspace', '$0 state list']],
  });

  json = Option.Boolean('--json', false, { description: 'Print the state as JSON' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const { state } = await readState(ports, this.project);
    if (this.json) this.printJson(state);
    else this.print(renderStateList(state, ports.clock.now().toISOString(), style));
    return 0;
  }
}

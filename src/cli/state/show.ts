import { Command, Option } from 'clipanion';
import { renderRecord } from '../../render/lists/records/record';
import { showRecord } from '../../workflows/state/state';
import { ProjectCommand } from '../project-command';
import { snakeKeys } from '../../render/json/snake-keys';

export class StateShowCommand extends ProjectCommand {
  static override paths = [['state', 'show']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'show the record of one resource',
    examples: [['Show a record by its address', '$0 state show cluster.production']],
  });

  address = Option.String();
  json = Option.Boolean('--json', false, { description: 'Print the record as JSON' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const record = await showRecord(ports, this.project, this.address);
    if (this.json) this.printJson(snakeKeys(record));
    else this.print(renderRecord(record, ports.clock.now().toISOString(), style));
    return 0;
  }
}

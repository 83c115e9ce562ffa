import { Command, Option } from 'clipanion';
import { renderOutputs } from '../render/lists/records/outputs';
import { readState, showRecord } from '../workflows/state/state';
import { ProjectCommand } from './project-command';

export class OutputCommand extends ProjectCommand {
  static override paths = [['output']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'print the outputs of the last apply: endpoints, ids, sizes',
    examples: [
      ['Print all outputs', '$0 output'],
      ['Print the outputs of one resource, for a script', '$0 output production --json'],
    ],
  });

  name = Option.String({ required: false });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const records =
      this.name === undefined
        ? Object.values((await readState(ports, this.project)).state?.resources ?? {})
        : [await showRecord(ports, this.project, this.name)];
    if (this.json)
      this.printJson(Object.fromEntries(records.map(({ address, outputs }) => [address, outputs])));
    else this.print(renderOutputs(records, style));
    return 0;
  }
}

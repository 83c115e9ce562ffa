import { Command, Option } from 'clipanion';
import { renderHistory } from '../../render/lists/records/history';
import { readState } from '../../workflows/state/state';
import { ProjectCommand } from '../project-command';
import { snakeKeys } from '../../render/json/snake-keys';

export class StateHistoryCommand extends ProjectCommand {
  static override paths = [['state', 'history']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'list the runs that changed something, with author, time, commit and plan',
    details: 'The state keeps the last hundred runs; the newest comes first.',
    examples: [
      ['List the runs of the default workspace', '$0 state history'],
      ['As data', '$0 state history --json'],
    ],
  });

  json = Option.Boolean('--json', false, { description: 'Print JSON, the newest first' });

  async execute(): Promise<number> {
    const { state } = await readState(this.context.ports, this.project);
    const runs = [...(state?.history ?? [])].reverse();
    if (this.json) this.printJson(snakeKeys(runs));
    else this.print(renderHistory(runs, this.context.style));
    return 0;
  }
}

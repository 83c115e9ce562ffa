import { Command } from 'clipanion';
import { HelixError } from '../../errors';
import { readState } from '../../workflows/state/state';
import { ProjectCommand } from '../project-command';

export class StatePullCommand extends ProjectCommand {
  static override paths = [['state', 'pull']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'print the recorded state as JSON',
    details:
      'Reads the state from its backend and decrypts it. `helix state push` writes an edited copy back.',
    examples: [
      ['Save a copy', '$0 state pull > state.json'],
      ['Print the state of another workspace', '$0 state pull --workspace preview'],
    ],
  });

  async execute(): Promise<number> {
    const { state } = await readState(this.context.ports, this.project);
    if (state === null) {
      throw new HelixError('not-found', `there is no recorded state of workspace ${this.workspace}`);
    }
    this.printJson(state);
    return 0;
  }
}

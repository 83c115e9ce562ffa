import { Command } from 'clipanion';
import { HelixError } from '../../errors';
import { readState } from '../../workflows/state/state';
import { ProjectCommand } from '../project-command';

export class StatePullCommand extends ProjectCommand {
  static override paths = [['state', 'pull']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'print the whole recorded state as JSON',
    details: 'Wherever it is kept, and decrypted. `helix state push` writes an edited copy back.',
    examples: [
      ['Keep a copy', '$0 state pull > state.json'],
      ['Of another workspace', '$0 state pull --workspace preview'],
    ],
  });

  async execute(): Promise<number> {
    const { state } = await readState(this.context.ports, this.project);
    if (state === null) {
      throw new HelixError('not-found', `nothing is recorded of workspace ${this.workspace}`);
    }
    this.printJson(state);
    return 0;
  }
}

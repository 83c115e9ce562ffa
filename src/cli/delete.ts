import { Command, Option } from 'clipanion';
import { forget } from '../workflows/delete';
import { readState } from '../workflows/state/state';
import { CarryingOutCommand } from './apply';

export class DeleteCommand extends CarryingOutCommand {
  static override paths = [['delete']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'destroy an instance, and then take its table out of the file',
    examples: [['An instance that is no longer wanted', '$0 delete staging']],
  });

  name = Option.String();

  async execute(): Promise<number> {
    const { state } = await readState(this.context.ports, this.project);
    const exists = Object.values(state?.resources ?? {}).some(({ name }) => name === this.name);
    if (exists) {
      const code = await this.carryOut({
        mode: 'destroy',
        targets: [this.name],
        source: { type: 'fresh', refresh: this.refresh },
        question: 'Destroy it, and take its table out?',
      });
      if (code !== 0) return code;
    }
    const file = await forget(this.context.ports, { directory: this.startDirectory, name: this.name });
    this.say(`Took "${this.name}" out of ${file}.`);
    return 0;
  }
}

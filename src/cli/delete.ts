import { Command, Option } from 'clipanion';
import { deleteInstance } from '../workflows/delete';
import { ApplyingCommand } from './applying-command';

export class DeleteCommand extends ApplyingCommand {
  static override paths = [['delete']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'destroy an instance, and then take its table out of the file',
    examples: [['An instance that is no longer wanted', '$0 delete staging']],
  });

  name = Option.String();

  async execute(): Promise<number> {
    let code = 0;
    const destroy = async (): Promise<boolean> => {
      code = await this.applyAndPrint({
        mode: 'destroy',
        targets: [this.name],
        source: { type: 'fresh', refresh: this.refresh },
        question: 'Destroy it, and take its table out?',
      });
      return code === 0;
    };
    const file = await deleteInstance(this.context.ports, { ...this.project, name: this.name }, destroy);
    if (file !== null) this.info(`Took "${this.name}" out of ${file}.`);
    return code;
  }
}

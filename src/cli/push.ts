import { Command, Option } from 'clipanion';
import { ApplyingCommand } from './applying-command';

export class PushCommand extends ApplyingCommand {
  static override paths = [['push']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'apply one resource and its dependencies',
    details: 'The same as `apply --target NAME`.',
    examples: [['Deploy the queries of one cluster', '$0 push production']],
  });

  name = Option.String();

  async execute(): Promise<number> {
    return this.applyAndPrint({
      mode: 'apply',
      targets: [this.name],
      source: this.source,
      question: 'Apply this plan?',
    });
  }
}

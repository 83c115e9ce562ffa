import { Command } from 'clipanion';
import { StatusShowingCommand } from './status-showing-command';

export class StatusCommand extends StatusShowingCommand {
  static override paths = [['status']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'show the live status of the recorded resources, and their cost',
    examples: [
      ['Once', '$0 status'],
      ['All that is known of one', '$0 status remote'],
      ["By the cloud's own id", '$0 status --deployment-id i-0d245e115efb39af2'],
      ['Repeat until Ctrl-C', '$0 status --watch'],
      ['As data', '$0 status --json'],
    ],
  });
}

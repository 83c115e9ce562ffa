import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { printable } from '../values/printable';
import { unlock } from '../workflows/state/state';
import { ProjectCommand } from './project-command';

export class UnlockCommand extends ProjectCommand {
  static override readonly changesSomething = true;
  static override readonly exitCodes = [0, 1, 3, 8, 64];
  static override paths = [['unlock']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'free a lock by hand',
    details: `
      A lock frees itself: at once when its holder died on this host, after 30 seconds when it died elsewhere. Use this
      command only if you know that the holder is gone. A live holder fails at its next step, and its journal keeps the
      open operations.
    `,
    examples: [['After checking who holds it', '$0 unlock --force']],
  });

  force = Option.Boolean('--force', false, { description: 'Do not ask for approval' });

  async execute(): Promise<number> {
    const { ports, terminal } = this.context;
    if (!this.force) {
      if (!this.canAsk) {
        throw new HelixError('usage', 'no terminal to ask on', { hint: 'Use --force.' });
      }
      if (!(await terminal.confirm('Free the lock, whoever holds it?'))) {
        throw new HelixError('cancelled', 'not approved; the lock was not freed');
      }
    }
    const holder = await unlock(ports, this.project);
    const said =
      holder === null
        ? 'Nobody held the lock.'
        : `Freed the lock that ${holder.by} held for ${holder.operation} since ${holder.since}.`;
    this.print(`${printable(said)}\n`);
    return 0;
  }
}

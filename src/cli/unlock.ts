import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { printable } from '../values/printable';
import { unlock } from '../workflows/state/state';
import { ProjectCommand } from './project-command';

export class UnlockCommand extends ProjectCommand {
  static override paths = [['unlock']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'free a lock by hand',
    details: `
      A lock frees itself: at once when its holder has died on this machine, after a lease when it died elsewhere. This
      is for when you know better. A living holder then fails at its next step; its journal tells the rest.
    `,
    examples: [['After looking who holds it', '$0 unlock --force']],
  });

  force = Option.Boolean('--force', false, { description: 'Do not ask' });

  async execute(): Promise<number> {
    const { ports, terminal } = this.context;
    if (!this.force) {
      if (!terminal.interactive) {
        throw new HelixError('usage', 'there is no terminal to ask on', { hint: 'Give --force.' });
      }
      if (!(await terminal.confirm('Free the lock, whoever holds it?'))) {
        throw new HelixError('cancelled', 'not approved; the lock stays');
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

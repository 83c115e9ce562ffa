import { Command, Option } from 'clipanion';
import { timeText } from '../render/time-text';
import { renew } from '../workflows/renew';
import { durationOption } from './helix-command';
import { LockingCommand } from './project-command';
import { snakeKeys } from '../render/json/snake-keys';

export class RenewCommand extends LockingCommand {
  static override paths = [['renew']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'extend a TTL, or let the next apply create an expired resource again',
    examples: [
      ['Extend by the ttl, from now', '$0 renew preview'],
      ['Extend to two days from now', '$0 renew preview --for 2d'],
    ],
  });

  name = Option.String();
  for = Option.String('--for', { description: 'New time to live from now, such as 2d; default: the ttl' });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const reporter = this.context.terminal.reporter();
    const renewed = await renew(this.context.ports, {
      ...this.project,
      name: this.name,
      forSeconds: this.for === undefined ? null : durationOption('--for', this.for),
      reporter,
      lockTimeoutMs: this.lockTimeoutMs,
    }).finally(() => reporter.close());
    if (this.json) this.printJson(snakeKeys(renewed));
    else if (renewed.type === 'lifted') {
      this.print(`${renewed.address} is renewed: \`helix apply\` creates it again.\n`);
    } else this.print(`${renewed.address} now expires on ${timeText(renewed.expiresAt)}.\n`);
    return 0;
  }
}

import { Command, Option } from 'clipanion';
import { renderPrices } from '../../render/lists/costs/prices';
import { pricesJson } from '../../render/json/prices-json';
import { findPrices } from '../../workflows/prices/find-prices';
import { HelixCommand } from '../helix-command';

export class PricesShowCommand extends HelixCommand {
  static override paths = [['prices', 'show']];
  static override usage = Command.Usage({
    category: 'Cost',
    description: 'show the price of a machine type per region',
    details: `
      Uses the price book of plans: the one that is packed with Helix, or the project's own in \`helix.prices/\`. Each price has
      its date, and the book names its source. It is offline.
    `,
    examples: [
      ['Show one type', '$0 prices show m6i.large'],
      ['Print it for other programs', '$0 prices show e2-standard-2 --json'],
    ],
  });

  type = Option.String();
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const found = await findPrices(ports, this.startDirectory, this.type);
    if (this.json) this.printJson(pricesJson(found));
    else this.print(renderPrices(found, style, ports.clock.now().toISOString()));
    return 0;
  }
}

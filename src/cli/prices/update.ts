import { Command, Option } from 'clipanion';
import { CLOUD_NAMES, cloudOf, EXAMPLE_CLOUD } from '../../clouds';
import { renderUpdatedBooks } from '../../render/lists/costs/prices';
import { updatePrices } from '../../workflows/prices/update-prices';
import { interruptSignal } from '../../workflows/run/interruptible';
import { HelixCommand } from '../helix-command';
import { PRICES_VARIABLES } from '../variables';
import type { Variable } from '../variables';
import { snakeKeys } from '../../render/json/snake-keys';

export class PricesUpdateCommand extends HelixCommand {
  static override readonly changesSomething = true;
  static override readonly exitCodes = [0, 1, 3, 8, 64];
  static override readonly variables = [...HelixCommand.variables, ...PRICES_VARIABLES, ...keyVariables()];
  static override paths = [['prices', 'update']];
  static override usage = Command.Usage({
    category: 'Cost',
    description: 'fetch prices from the clouds and write the price books of the project',
    details: `
      Writes \`helix.prices/\` beside helix.toml. Commit it: every host then plans with these prices, whatever version of
      Helix it runs. Delete a file to return to the price book that is packed with Helix. A new price never moves a running
      machine.

      ${keysNeeded().join(', ')}; the others need no key. An interrupted update continues where it
      stopped.
    `,
    examples: [
      ['Update the clouds that the project uses', '$0 prices update'],
      [
        `Update one region of ${EXAMPLE_CLOUD.title}`,
        `$0 prices update --provider ${EXAMPLE_CLOUD.name} --region ${EXAMPLE_CLOUD.regions.default}`,
      ],
    ],
  });

  provider = Option.Array('--provider', [], { description: 'Limit to this cloud; can be repeated' });
  region = Option.Array('--region', [], { description: 'Limit to this region; can be repeated' });
  json = Option.Boolean('--json', false, { description: 'Print a summary as JSON' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    using interrupt = interruptSignal(ports);
    const updated = await updatePrices(ports, {
      directory: this.startDirectory,
      providers: this.provider,
      regions: this.region,
      onProgress: (message) => this.info(message),
      signal: interrupt.signal,
    });
    if (this.json) this.printJson(snakeKeys(updated));
    else this.print(renderUpdatedBooks(updated, style));
    return 0;
  }
}

/** `CLOUD needs VARIABLE`, for each price API that asks for a key or a token. */
function keysNeeded(): string[] {
  return CLOUD_NAMES.flatMap((name) => {
    const { title, pricing } = cloudOf(name);
    return pricing.api?.variable == null ? [] : [`${title} needs ${pricing.api.variable}`];
  });
}

/** The variables of those keys. */
function keyVariables(): Variable[] {
  return CLOUD_NAMES.flatMap((name) => {
    const { title, pricing } = cloudOf(name);
    return pricing.api?.variable == null ? [] : [{ name: pricing.api.variable, text: `Key of ${title}` }];
  });
}

import { Command, Option } from 'clipanion';
import { CLOUD_NAMES, cloudOf, EXAMPLE_CLOUD } from '../../clouds';
import { renderUpdatedBooks } from '../../render/lists/prices';
import { updatePrices } from '../../workflows/prices';
import { interruptSignal } from '../../workflows/run/interruptible';
import { HelixCommand } from '../helix-command';

export class PricesUpdateCommand extends HelixCommand {
  static override paths = [['prices', 'update']];
  static override usage = Command.Usage({
    category: 'Cost',
    description: "ask the clouds' price APIs, and write the project's own price books",
    details: `
      Writes \`helix.prices/\` beside helix.toml. Commit it: from then on every machine plans with these prices, and with
      no others, whatever version of Helix runs there. Take a file away, and the book that came with Helix is used again.
      A new price never moves a machine that runs.

      ${keysNeeded().join(', ')}; the others need no key. Pages that were read are kept, so that an interrupted refresh
      continues where it stopped.
    `,
    examples: [
      ['The clouds that the project uses', '$0 prices update'],
      [
        `One region of ${EXAMPLE_CLOUD.title}`,
        `$0 prices update --provider ${EXAMPLE_CLOUD.name} --region ${EXAMPLE_CLOUD.regions.default}`,
      ],
    ],
  });

  provider = Option.Array('--provider', [], { description: 'Only this cloud; may be repeated' });
  region = Option.Array('--region', [], { description: 'Only this region; may be repeated' });
  json = Option.Boolean('--json', false, { description: 'Print what was written as JSON' });

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
    if (this.json) this.printJson(updated);
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

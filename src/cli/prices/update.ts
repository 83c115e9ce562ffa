import { Command, Option } from 'clipanion';
import { renderUpdatedBooks } from '../../render/lists/prices';
import { updatePrices } from '../../workflows/prices';
import { HelixCommand } from '../helix-command';

export class PricesUpdateCommand extends HelixCommand {
  static override paths = [['prices', 'update']];
  static override usage = Command.Usage({
    description: "ask the clouds' price APIs, and write the project's own price books",
    details: `
      Writes \`helix.prices/\` beside helix.toml. Commit it: from then on every machine plans with these prices, and with
      no others, whatever version of Helix runs there. Take a file away, and the book that came with Helix is used again.
      A new price never moves a machine that runs.

      Google asks for GOOGLE_API_KEY, DigitalOcean for DIGITALOCEAN_TOKEN; the others may be read by anybody. What was
      read is kept, so that a refresh that broke off goes on where it was.
    `,
    examples: [
      ['The clouds that the project uses', '$0 prices update'],
      ['Two regions of AWS', '$0 prices update --provider aws --region us-east-1 --region eu-west-1'],
    ],
  });

  provider = Option.Array('--provider', [], { description: 'Only this cloud; may be repeated' });
  region = Option.Array('--region', [], { description: 'Only this region; may be repeated' });
  json = Option.Boolean('--json', false, { description: 'Print what was written as JSON' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const stop = new AbortController();
    using _ = ports.interrupts.listen(() => stop.abort());
    const updated = await updatePrices(ports, {
      directory: this.startDirectory,
      providers: this.provider,
      regions: this.region,
      onProgress: (message) => this.say(message),
      signal: stop.signal,
    });
    if (this.json) this.answerJson(updated);
    else this.answer(renderUpdatedBooks(updated, style));
    return 0;
  }
}

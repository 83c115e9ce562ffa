import { Command, Option } from 'clipanion';
import { resolve } from 'node:path';
import { interruptSignal } from '../../workflows/run/interruptible';
import { countOption, HelixCommand } from '../helix-command';

export class CloudServeCommand extends HelixCommand {
  static override paths = [['cloud', 'serve']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'serve an emulator of Helix Cloud on this machine, until Ctrl-C',
    details: 'The whole API, and nothing real: its prices are samples. `HELIX_CLOUD_URL` points Helix at it.',
    examples: [
      ['On a port of your choice', '$0 cloud serve --port 8787'],
      ['Kept on disk, with a key', '$0 cloud serve --port 8787 --data ./cloud --api-key secret'],
    ],
  });

  port = Option.String('--port', '0', { description: 'The port; 0: any free one' });
  apiKey = Option.String('--api-key', { description: 'The key to ask for; default: any is taken' });
  data = Option.String('--data', { description: 'Where to keep the clusters; default: in memory' });
  faults = Option.Boolean('--faults', false, { description: 'Let /_emulator/faults switch failures on' });
  provisionMs = Option.String('--provision-ms', {
    description: 'How long provisioning takes; nothing else takes longer',
  });

  async execute(): Promise<number> {
    const { ports } = this.context;
    using interrupt = interruptSignal(ports);
    await ports.helixCloud.serveEmulator({
      port: countOption('--port', this.port, 0),
      apiKey: this.apiKey ?? null,
      directory: this.data === undefined ? null : resolve(this.context.cwd, this.data),
      faults: this.faults,
      provisionMs: this.provisionMs === undefined ? null : countOption('--provision-ms', this.provisionMs, 0),
      onListening: (url) => this.print(`Helix Cloud emulator on ${url}; nothing real is created.\n`),
      signal: interrupt.signal,
    });
    return 0;
  }
}

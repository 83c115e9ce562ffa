import { Command, Option } from 'clipanion';
import { resolve } from 'node:path';
import { interruptSignal } from '../../workflows/run/interruptible';
import { countOption, durationOption, HelixCommand } from '../helix-command';

export class CloudServeCommand extends HelixCommand {
  static override paths = [['cloud', 'serve']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'serve an emulator of Helix Cloud on this host, until Ctrl-C',
    details:
      'It has the whole API and creates nothing real; its prices are samples. Set `HELIX_CLOUD_URL` to use it.',
    examples: [
      ['Serve on a fixed port', '$0 cloud serve --port 8787'],
      [
        'Keep the clusters on disk and require a key',
        '$0 cloud serve --port 8787 --data ./cloud --api-key secret',
      ],
    ],
  });

  port = Option.String('--port', '0', { description: 'Port; 0 chooses a free one' });
  apiKey = Option.String('--api-key', { description: 'API key to require; default: accept any' });
  data = Option.String('--data', { description: 'Directory to keep the clusters in; default: memory' });
  faults = Option.Boolean('--faults', false, {
    description: 'Allow faults to be switched on at /_emulator/faults',
  });
  provisionMs = Option.String('--provision-ms', {
    description: 'Duration of provisioning in milliseconds',
  });

  anonymousTtl = Option.String('--anonymous-ttl', {
    description: 'Life of an instance without an account; default: 30d',
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
      anonymousSeconds:
        this.anonymousTtl === undefined ? null : durationOption('--anonymous-ttl', this.anonymousTtl),
      onListening: (url) => this.print(`Helix Cloud emulator on ${url}; nothing real is created.\n`),
      signal: interrupt.signal,
    });
    return 0;
  }
}

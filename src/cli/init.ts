import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { init } from '../workflows/init';
import { wantedCluster } from './cluster-options';
import { HelixCommand } from './helix-command';

export class InitCommand extends HelixCommand {
  static override readonly changesSomething = true;
  static override paths = [['init']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'create a project in this directory; nothing remote is created',
    examples: [
      ['Create an empty project', '$0 init'],
      ['Create one with a cluster on Helix Cloud', '$0 init --cloud --cloud-region us-east-1'],
      ['Try it all on an emulator', '$0 init --cloud --emulator'],
    ],
  });

  name = Option.String('--name', {
    description: 'Name of the project; default: that of the blueprint here, else of the directory',
  });
  emulator = Option.Boolean('--emulator', false, {
    description: 'Use the emulator inside Helix, which creates nothing real',
  });
  cloud = Option.Boolean('--cloud', false, { description: 'Declare a cluster on Helix Cloud' });
  cloudRegion = Option.String('--cloud-region', { description: 'Region of the cluster; default: us-east-1' });
  size = Option.String('--size', { description: 'Size of the cluster; default: that of the region' });
  buildMode = Option.String('--build-mode', {
    description: 'Build mode of the cluster: release or dev; default: release',
  });
  ttl = Option.String('--ttl', { description: 'Time to live of the cluster, such as 12h or 7d' });

  async execute(): Promise<number> {
    const { cloudRegion, size, buildMode, ttl } = this;
    const given = { cloudRegion, size, buildMode, ttl };
    if (!this.cloud && Object.values(given).some((value) => value !== undefined)) {
      throw new HelixError('usage', '--cloud-region, --size, --build-mode and --ttl describe a cluster', {
        hint: 'Add `--cloud` to declare one.',
      });
    }
    const { files, notes } = await init(this.context.ports, {
      directory: this.startDirectory,
      name: this.name ?? null,
      cluster: this.cloud ? wantedCluster(given) : null,
      emulator: this.emulator,
    });
    this.print(`Wrote ${files.join(' and ')}.\n`);
    notes.forEach((note) => this.info(note));
    this.info(this.cloud ? 'Next: `helix plan`.' : 'Next: `helix add NAME --cloud`, then `helix plan`.');
    return 0;
  }
}

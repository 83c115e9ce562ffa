import { EXAMPLE_CLOUD, MACHINE_CLOUDS } from '../clouds';
import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { isName } from '../values/name';
import { renderAddedMachine } from '../render/lists/added-machine';
import { addCluster } from '../workflows/add';
import { addMachine } from '../workflows/add-machine';
import { cloudOption } from './cloud-option';
import { wantedCluster } from './cluster-options';
import { HelixCommand, durationOption } from './helix-command';
import { machineOptions, machineSpec } from './machine-options';

export class AddCommand extends HelixCommand {
  static override readonly changesSomething = true;
  static override paths = [['add']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'declare a cluster or a machine in helix.toml; nothing remote is created',
    details: `
      \`--cloud\` adds a cluster on Helix Cloud. \`--provider\` adds a machine to helix.toml, or to Blueprint.toml where that
      stands alone, and shows the chosen type with its price. Options that are not given come from the blueprint; your
      cloud.toml supplies defaults for the provider, the region, \`ttl\` and \`spot\`.
    `,
    examples: [
      ['Add a cluster on Helix Cloud', '$0 add staging --cloud --cloud-region us-east-1'],
      [
        `Add a machine on ${EXAMPLE_CLOUD.title} for a week`,
        `$0 add api --provider ${EXAMPLE_CLOUD.name} --cpu 4 --memory 16 --ttl 7d`,
      ],
      ['Add the cheapest spot machine on any cloud', '$0 add worker --provider auto --cpu 8 --spot'],
    ],
  });

  name = Option.String();
  cloud = Option.Boolean('--cloud', false, { description: 'Add a cluster on Helix Cloud' });
  cloudRegion = Option.String('--cloud-region', { description: 'Region of the cluster; default: us-east-1' });
  size = Option.String('--size', { description: 'Size of the cluster; default: that of the region' });
  buildMode = Option.String('--build-mode', {
    description: 'Build mode of the cluster: release or dev; default: release',
  });
  provider = Option.String('--provider', {
    description: `The cloud of a machine: ${MACHINE_CLOUDS.join(', ')}, or auto for the cheapest`,
  });
  region = Option.String('--region', { description: 'Region, as the provider names it' });
  machine = machineOptions();
  image = Option.String('--image', {
    description: 'Container image that the machine runs; default: one built from the Dockerfile',
  });
  ttl = Option.String('--ttl', { description: 'Time to live, such as 12h or 7d' });

  async execute(): Promise<number> {
    const asked = machineSpec(this.machine);
    const { provider, region, image, cloudRegion, size, buildMode } = this;
    const isMachine = isGiven(provider, region, image) || Object.keys(asked).length > 0;
    if (isGiven(cloudRegion, size, buildMode) && !this.cloud) {
      throw new HelixError('usage', '--cloud-region, --size and --build-mode describe a cluster', {
        hint: 'Add `--cloud` to declare one.',
      });
    }
    // A TTL alone leaves the machine to the defaults of cloud.toml.
    const isWrong = this.cloud ? isMachine : !isMachine && this.ttl === undefined;
    if (isWrong) {
      const name = isName(this.name) ? this.name : 'NAME';
      throw new HelixError(
        'usage',
        this.cloud
          ? 'machine options do not apply to `--cloud`: a cluster has a size'
          : 'specify `--cloud` or `--provider`',
        {
          hint: `\`helix add ${name} --cloud\` adds a cluster, \`helix add ${name} --provider ${EXAMPLE_CLOUD.name}\` a machine.`,
        },
      );
    }
    return this.cloud ? this.#addCluster() : this.#addMachine(asked);
  }

  async #addMachine(asked: ReturnType<typeof machineSpec>): Promise<number> {
    const { name, style } = { name: this.name, style: this.context.style };
    const added = await addMachine(this.context.ports, {
      directory: this.startDirectory,
      name,
      asked,
      provider: this.provider === undefined ? null : cloudOption(this.provider, MACHINE_CLOUDS),
      region: this.region ?? null,
      ttlSeconds: this.ttl === undefined ? null : durationOption('--ttl', this.ttl),
      image: this.image ?? null,
    });
    added.notes.forEach((note) => this.info(note));
    this.print(renderAddedMachine(name, added, style));
    if (added.pinned) this.info('Wrote helix.lock.json with the choice of `auto`. Commit it.');
    this.info('Next: `helix plan`.');
    return 0;
  }

  async #addCluster(): Promise<number> {
    const { clusterId, notes } = await addCluster(this.context.ports, {
      directory: this.startDirectory,
      name: this.name,
      cluster: wantedCluster(this),
    });
    this.print(`Added [cloud.${this.name}.helix] with cluster_id = "${clusterId}" to helix.toml.\n`);
    notes.forEach((note) => this.info(note));
    this.info('Next: `helix plan`.');
    return 0;
  }
}

function isGiven(...values: readonly (string | undefined)[]): boolean {
  return values.some((value) => value !== undefined);
}

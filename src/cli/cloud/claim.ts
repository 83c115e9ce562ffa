import { Command, Option } from 'clipanion';
import { writeDeployment } from '../../workflows/deploy/edit-deployment';
import { editClaim } from '../../workflows/anonymous/edit-claim';
import { addressOf } from '../../values/resource';
import { ApplyingCommand } from '../applying-command';

export class CloudClaimCommand extends ApplyingCommand {
  static override paths = [['cloud', 'claim']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'turn an anonymous instance into a cluster of your account',
    details: `
      It keeps its data and its address, no longer expires, and costs what its size costs. Its table becomes \`[cloud.NAME.helix]\`; its
      deployment key can no longer deploy, and can read for 24 hours.
    `,
    examples: [
      ['Claim the instance dev', '$0 cloud claim dev'],
      ['Claim it under an id of your own', '$0 cloud claim dev --cluster-id shop-dev'],
    ],
  });

  name = Option.String();
  clusterId = Option.String('--cluster-id', { description: 'Id of the cluster; default: a new one' });

  async execute(): Promise<number> {
    const { ports } = this.context;
    const { name, clusterId = null } = this;
    const claim = await editClaim(ports, { ...this.project, name, clusterId });
    if (claim === null) {
      this.info(`cluster.${name} is a cluster of an account already.`);
      return 0;
    }
    const { edited, root, address } = claim;
    return this.applyAndPrint({
      mode: 'apply',
      targets: [address, addressOf('image', name)],
      edited,
      environment: null,
      source: this.source,
      begin: () => writeDeployment(ports, { root, edited }),
      question: 'Claim it?',
    });
  }
}

import { Command } from 'clipanion';
import { EXAMPLE_CLOUD } from '../../clouds';
import { EstimateCommand } from '../estimate';

export class CloudEstimateCommand extends EstimateCommand {
  static override paths = [['cloud', 'estimate']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'estimate the cost of the project or of a machine, as estimate does',
    examples: [
      ['Compare a machine on all clouds', '$0 cloud estimate --cpu 4 --memory 16 --compare'],
      [
        'Estimate a day',
        `$0 cloud estimate --provider ${EXAMPLE_CLOUD.name} --cpu 4 --memory 16 --duration 24h`,
      ],
    ],
  });
}

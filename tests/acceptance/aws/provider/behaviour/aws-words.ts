import type { CloudWords, Subnets } from '../../../terraform/provider-behaviour/input-edits';
import { SAMPLE_INSTANCE, SAMPLE_REPOSITORY } from '../../../terraform/provider-behaviour/input-edits';

/** The words of AWS for inputs and their edits. */
export function awsWords(subnets: Subnets): CloudWords {
  return {
    instance: {
      ...SAMPLE_INSTANCE,
      provider: 'aws',
      region: 'us-east-1',
      instance_type: 't3.medium',
      disk: { type: 'gp3', size_gb: 30, attached: false },
      ssh_key: 'deploy-2025',
      secrets: { API_TOKEN: 'env:API_TOKEN', DATABASE: 'ssm:/papertrail/database' },
    },
    repository: { ...SAMPLE_REPOSITORY, region: 'us-east-1' },
    type: 't3.large',
    armType: 't4g.medium',
    diskType: 'gp2',
    subnets,
    secret: 'ssm:/papertrail/other',
    keyName: 'deploy-2026',
    registry: '123456789012.dkr.ecr.us-east-1.amazonaws.com',
  };
}

import type { CloudWords } from '../../terraform/provider-behaviour/input-edits';
import { KEY, SAMPLE_INSTANCE, SAMPLE_REPOSITORY } from '../../terraform/provider-behaviour/input-edits';

/** The words of Google for inputs and their edits. */
export const GOOGLE_WORDS: CloudWords = {
  instance: {
    ...SAMPLE_INSTANCE,
    provider: 'google',
    region: 'us-east1',
    zone: null,
    instance_type: 'n2-standard-2',
    disk: { type: 'pd-balanced', size_gb: 30, attached: false },
    ssh_key: KEY('A'),
    secrets: { API_TOKEN: 'env:API_TOKEN', DATABASE: 'gsm:database' },
  },
  repository: { ...SAMPLE_REPOSITORY, region: 'us-east1' },
  type: 'n2-standard-4',
  armType: 't2a-standard-2',
  diskType: 'pd-ssd',
  subnets: { one: 'default', other: 'other' },
  secret: 'gsm:other',
  keyName: null,
  registry: 'us-east1-docker.pkg.dev',
};

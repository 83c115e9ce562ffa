import { readCloudConfig } from '../../config/cloud-toml/cloud-config';
import type { CloudAccount } from '../../config/cloud-toml/cloud-config';
import type { SourceText } from '../../config/text/source-text';
import { HelixError } from '../../errors';

/**
 * The accounts of the user's `cloud.toml`; none without one.
 * @throws HelixError `config` with all its mistakes
 */
export function userAccounts(source: SourceText | null): readonly CloudAccount[] {
  if (source === null) return [];
  const { cloud, problems } = readCloudConfig(source);
  if (cloud === null) throw new HelixError('config', `${source.file} has errors`, { problems });
  return cloud.accounts;
}

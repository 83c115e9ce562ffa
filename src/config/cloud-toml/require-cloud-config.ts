import { HelixError } from '../../errors';
import type { SourceText } from '../text/source-text';
import { readCloudConfig } from './cloud-config';
import type { CloudConfig } from './cloud-config';

/**
 * Reads the user's `cloud.toml`; null without one.
 * @throws HelixError `config` with all its errors
 */
export function requireCloudConfig(source: SourceText | null): CloudConfig | null {
  if (source === null) return null;
  const { cloud, problems } = readCloudConfig(source);
  if (cloud === null) throw new HelixError('config', `${source.file} has errors`, { problems });
  return cloud;
}

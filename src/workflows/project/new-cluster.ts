import type { Ports } from '../../ports/ports';
import { readUserConfig } from './user-config';

const DEFAULT_REGION = 'us-east-1';

/** Makes an id, `helix-NAME-UUID`. It is written into the file, so that creating it twice is the same cluster. */
export function makeClusterId(ports: Pick<Ports, 'random'>, name: string): string {
  return `helix-${name}-${ports.random.uuid()}`;
}

/** Returns the region to write into a file: the one asked for, else the user's own default, else us-east-1. */
export async function resolveRegion(ports: Pick<Ports, 'userConfig'>, asked: string | null): Promise<string> {
  if (asked !== null) return asked;
  return (await readUserConfig(ports))?.defaults.region ?? DEFAULT_REGION;
}

import { HelixError } from '../../../errors';
import { isLoopback } from '../../../values/loopback';
import type { Host } from '../../host/host';
import { variableIn } from '../../host/variables';
import { MACHINES_ENDPOINT } from '../api/fly-api';

/**
 * Returns the address of the Machines API: Fly's own, or the one that its tools are told.
 * @throws HelixError `config` for an invalid address, and for plain HTTP to another host
 */
export function flyEndpoint({ environment }: Pick<Host, 'environment'>): string {
  const written =
    variableIn(environment, 'FLY_API_HOSTNAME') ?? variableIn(environment, 'FLY_FLAPS_BASE_URL');
  if (written === undefined) return MACHINES_ENDPOINT;
  const text = written.includes('://') ? written : `https://${written}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url?.protocol === 'http:' && isLoopback(url.hostname);
  if (url !== null && (url.protocol === 'https:' || isPlain) && url.username === '') return url.origin;
  throw new HelixError('config', 'FLY_API_HOSTNAME is not the https address of an API.', {
    hint: `Remove it, or write \`${MACHINES_ENDPOINT}\`. Plain http is for this host alone.`,
  });
}

import { connect } from 'node:net';
import { HelixError } from '../../../errors';

const PATIENCE_MS = 3000;

/**
 * Finds out at once whether somebody listens at an endpoint of the user's own; the provider would try for minutes.
 * @throws HelixError `unreachable`
 */
export async function assertReachable(endpointUrl: string): Promise<void> {
  const { hostname, port, protocol } = new URL(endpointUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  const reason = await refusal(host, port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port));
  if (reason === null) return;
  throw new HelixError('unreachable', `Cannot reach ${endpointUrl}: ${reason}.`, {
    hint: 'It is `endpoint_url` in cloud.toml: start what should listen there, or correct it.',
  });
}

function refusal(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: PATIENCE_MS });
    const end = (reason: string | null): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end(`no answer in ${PATIENCE_MS / 1000} s`));
    socket.once('error', ({ message }) => end(message));
  });
}

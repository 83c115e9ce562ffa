import { connect } from 'node:net';
import { HelixError } from '../../../errors';
import { proxyFor } from '../../http/proxy-for';

const TIMEOUT_MS = 3000;

/**
 * Asserts that something listens at the user's own endpoint; the provider would retry for minutes. Behind a proxy only the
 * provider can tell.
 * @throws HelixError `unreachable`
 */
export async function assertReachable(
  endpointUrl: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const { hostname, port, protocol } = new URL(endpointUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  const target = {
    secure: protocol !== 'http:',
    host,
    port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port),
  };
  if (proxyFor(target, environment) !== null) return;
  const reason = await connectionError(host, target.port);
  if (reason === null) return;
  throw new HelixError('unreachable', `Cannot reach ${endpointUrl}: ${reason}.`, {
    hint: 'This is `endpoint_url` in cloud.toml: start the service that should listen there, or correct the URL.',
  });
}

function connectionError(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: TIMEOUT_MS });
    const end = (reason: string | null): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end(`no answer in ${TIMEOUT_MS / 1000} s`));
    socket.once('error', ({ message }) => end(message));
  });
}

import { HelixError } from '../../../errors';

/** The place where an engine answers. */
export type Endpoint =
  | { readonly type: 'socket'; readonly path: string }
  | { readonly type: 'tcp'; readonly host: string; readonly port: number; readonly tls: TlsSettings | null }
  | {
      readonly type: 'ssh';
      readonly host: string;
      readonly port: string | null;
      readonly user: string | null;
    };

/** The client certificate for an engine: the folder of `ca.pem`, `cert.pem` and `key.pem`. */
export interface TlsSettings {
  readonly directory: string;
  /** Whether the engine's own certificate must be valid. */
  readonly verify: boolean;
}

/**
 * Reads an address of an engine, in the forms that `DOCKER_HOST` has.
 * @param from the variable or context that it comes from, for the error
 * @throws HelixError `config` for any other form
 */
export function parseEndpoint(text: string, tls: TlsSettings | null, from: string): Endpoint {
  const address = text.trim();
  if (address.startsWith('unix://')) return { type: 'socket', path: address.slice('unix://'.length) };
  const full = address.includes('://') ? address : `tcp://${address}`;
  const url = URL.canParse(full) ? new URL(full) : null;
  switch (url?.protocol) {
    case 'tcp:':
    case 'http:':
    case 'https:': {
      const secured = url.protocol === 'https:' ? (tls ?? { directory: '', verify: true }) : tls;
      const port = url.port === '' ? (secured === null ? 2375 : 2376) : Number(url.port);
      if (url.hostname !== '') return { type: 'tcp', host: bare(url.hostname), port, tls: secured };
      break;
    }
    case 'ssh:':
      if (url.hostname !== '') {
        return {
          type: 'ssh',
          host: bare(url.hostname),
          port: url.port === '' ? null : url.port,
          user: url.username === '' ? null : decodeURIComponent(url.username),
        };
      }
      break;
    case undefined:
    default:
  }
  throw new HelixError('config', `${from} is not an address of an engine: "${address}".`, {
    hint: 'Write unix:///var/run/docker.sock, tcp://HOST:2376 or ssh://USER@HOST.',
  });
}

/** The address as people write it. */
export function endpointText(endpoint: Endpoint): string {
  switch (endpoint.type) {
    case 'socket':
      return `unix://${endpoint.path}`;
    case 'tcp':
      return `tcp://${endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host}:${endpoint.port}`;
    case 'ssh': {
      const { user, host, port } = endpoint;
      return `ssh://${user === null ? '' : `${user}@`}${host}${port === null ? '' : `:${port}`}`;
    }
  }
}

/** Whether the containers' ports are ports of this host. */
export function isThisHost(endpoint: Endpoint): boolean {
  switch (endpoint.type) {
    case 'socket':
      return true;
    case 'tcp':
      return endpoint.host === 'localhost' || endpoint.host === '::1' || /^127\./.test(endpoint.host);
    case 'ssh':
      return false;
  }
}

/** An IPv6 address without its brackets. */
function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

import { isLoopback } from '../../../values/loopback';

/** A registry as users write it. */
export interface RegistryAddress {
  /** The host, with its port if it needs one: `ghcr.io`, `127.0.0.1:5000`. */
  readonly host: string;
  /** Whether plain HTTP is allowed where the registry speaks no TLS. Loopback is always allowed. */
  readonly insecure: boolean;
}

/** The host under which images of Docker Hub are named. */
export const DOCKER_HUB = 'docker.io';

/** Returns the host that answers requests for a registry: Docker Hub has another one than its images name. */
export function apiHost(host: string): string {
  return host === DOCKER_HUB ? 'registry-1.docker.io' : host;
}

/** Whether images and log-ins may go there without TLS. */
export function allowsPlainHttp({ host, insecure }: RegistryAddress): boolean {
  return insecure || isLoopback(hostnameOf(host));
}

/** Returns a host without its port. */
export function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '');
}

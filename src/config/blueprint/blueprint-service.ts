import type { DeployInstance } from '../config';
import { DEFAULT_HEALTH } from '../../resources/machine';
import type { BlueprintHealth, BlueprintPort, BlueprintTable } from '../generated/blueprint';

type Health = DeployInstance['health'];

/** The running service by a blueprint, in either of the forms that are in use. */
export interface Service {
  readonly health: Health;
  /** The ports that are opened when `[deploy.N]` lists none: primary and peer-to-peer ones. */
  readonly ports: readonly number[];
  readonly preferredRegions: readonly string[];
  readonly allowSpot: boolean | null;
  readonly publicIp: boolean | null;
  readonly bandwidthTier: string | null;
  readonly requiresGpu: boolean;
}

/** Reads `[blueprint.health]` and `[blueprint.deployment]`; the former takes precedence. */
export function readService({ health, deployment = {} }: BlueprintTable): Service {
  const hints = deployment.operator_hints ?? {};
  const ports = deployment.ports ?? [];
  return {
    health: health ? readHealth(health, health.http_port) : readServiceHealth(deployment.health, ports),
    ports: ports.filter(isOpen).map(({ port }) => port),
    preferredRegions: deployment.preferred_regions ?? hints.preferred_regions ?? [],
    allowSpot: hints.allow_spot ?? null,
    publicIp: hints.public_ip ?? null,
    bandwidthTier: hints.bandwidth_tier ?? null,
    requiresGpu: hints.requires_gpu ?? false,
  };
}

function isOpen({ protocol, purpose = 'primary' }: BlueprintPort): boolean {
  return protocol !== 'udp' && (purpose === 'primary' || purpose === 'p2p');
}

function readServiceHealth(
  health: NonNullable<BlueprintTable['deployment']>['health'],
  ports: readonly BlueprintPort[],
): Health {
  if (!health) return null;
  const own =
    ports.find(({ purpose }) => purpose === 'health') ??
    ports.find(({ purpose }) => (purpose ?? 'primary') === 'primary');
  return readHealth(health, health.tcp_port ?? own?.port);
}

function readHealth(table: Omit<BlueprintHealth, 'http_port'>, port = DEFAULT_HEALTH.port): Health {
  if (table.enabled === false) return null;
  return {
    endpoint: table.http_endpoint ?? DEFAULT_HEALTH.endpoint,
    port,
    intervalSeconds: table.interval_seconds ?? DEFAULT_HEALTH.intervalSeconds,
    timeoutSeconds: table.timeout_seconds ?? DEFAULT_HEALTH.timeoutSeconds,
    unhealthyThreshold: table.unhealthy_threshold ?? DEFAULT_HEALTH.unhealthyThreshold,
  };
}

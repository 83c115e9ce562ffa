import type { Clock } from '../../../ports/clock';
import type { EngineContext } from '../../../ports/engine';
import type { EnvSources } from '../../../resources/env-values';
import type { Owner } from '../../../resources/owner';
import type { RegistryLogin } from '../connection/docker-config';
import type { ContainerEngine } from '../connection/container-engine';

/** The surroundings of one operation: where it happens, for whom, and whom it tells. */
export interface Site {
  readonly engine: ContainerEngine;
  readonly clock: Clock;
  readonly project: string;
  readonly owner: Owner;
  /** The instance's name: `dev`. */
  readonly instance: string;
  /** The folder of the project. */
  readonly folder: string;
  /** Reads the variables that name the proxies of this host. */
  readonly readProxies: () => Promise<Readonly<Record<string, string>>>;
  /** The values of variables. */
  readonly sources: EnvSources;
  /** Finds the log-in of an image's registry. */
  readonly findLogin: (reference: string) => Promise<RegistryLogin | null>;
  readonly fetch: typeof fetch;
  /** Throws when the lease is not held. To be called before every change. */
  readonly assertHeld: () => void;
  readonly phase: (phase: string) => void;
  /** Aborted once nothing more should be waited for. */
  readonly stopping: AbortSignal;
}

/** Returns the way in which operations report phases. */
export function phasesOf(context: EngineContext, { address }: Owner): Site['phase'] {
  return (phase) => context.onEvent({ address: address as `instance.${string}`, phase });
}

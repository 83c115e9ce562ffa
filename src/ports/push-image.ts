import type { EnvVar } from '../config/config';

/** The part of `[cloud.N.anonymous]` that is about an instance that exists already. */
export interface AnonymousDeclaration {
  readonly instanceId: string | null;
  readonly deploymentKey: EnvVar | null;
}

/**
 * Pushes the image of an instance, which is built where this host does not have it, and returns its reference by digest.
 * `digest` names what it is built from. @throws HelixError `refused` where the files are no longer those
 */
export type PushImage = (
  instance: string,
  digest: string,
  to: PushTarget,
) => Promise<{ readonly reference: string }>;

/** A repository, and the log-in to it. */
export interface PushTarget {
  readonly host: string;
  readonly repository: string;
  readonly login: { readonly username: string; readonly password: string };
  /** The source of the log-in, for people. */
  readonly source: string;
  readonly phase: (phase: string) => void;
  readonly stopping: AbortSignal;
  readonly assertHeld: () => void;
}

import type { Clock } from '../../../ports/clock';
import type { EnvSources } from '../../../resources/env-values';
import type { Owner } from '../../../resources/owner';
import type { CallOptions } from '../../http/retries';
import type { FlyApi } from '../api/fly-api';

/** The surroundings of one operation: the app that it is about, for whom, and whom it tells. */
export interface Site {
  readonly api: FlyApi;
  /** Its name at Fly. */
  readonly app: string;
  readonly org: string;
  /** Checks once in a run that the token sees all apps of the organization. @throws HelixError `auth` */
  readonly assertSeesAll: () => Promise<void>;
  readonly owner: Owner;
  /** Its owner until now, where it gets another address; null otherwise. */
  readonly former: Owner | null;
  readonly project: string;
  /** The key of the operation, which its machine carries. */
  readonly key: string;
  readonly clock: Clock;
  readonly sources: EnvSources;
  /** The options of every call: it is sent while the lease of the state is held. */
  readonly call: CallOptions;
  readonly phase: (phase: string) => void;
  readonly wait: WaitSettings;
}

/** Times in milliseconds. */
export interface WaitSettings {
  /** The time after which a machine that does not run, or whose checks do not pass, has failed. */
  readonly healthyMs: number;
  /** The time for a machine or an app to be gone. */
  readonly goneMs: number;
  /** The pause before something that was not found is looked for again: lists lag. */
  readonly lagMs: number;
  /** The pause between two looks. */
  readonly pollMs: number;
}

export const USUAL_WAIT: WaitSettings = {
  healthyMs: 10 * 60_000,
  goneMs: 3 * 60_000,
  lagMs: 5000,
  pollMs: 1000,
};

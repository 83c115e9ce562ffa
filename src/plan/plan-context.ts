import type { DesiredResource } from '../graph/desired-state';
import type { SecretReader } from '../resources/secrets/digests';
import type { ResourceRecord, State } from '../state/state';
import type { Address } from '../values/resource';
import type { Moves } from './moves';
import type { Drift } from './plan';

/** The part of a plan's input that its decisions depend on. */
export interface PlanContext {
  readonly now: string;
  readonly desired: ReadonlyMap<Address, DesiredResource>;
  /** The records, corrected by observations. */
  readonly records: ReadonlyMap<Address, ResourceRecord>;
  readonly state: State | null;
  readonly drift: ReadonlyMap<Address, Drift>;
  /** Renamed tables; their records stand in `records` under the new addresses. */
  readonly moves: Moves;
  /** The resources of operations that began and whose end is unknown: a plan leaves them alone. */
  readonly unresolved: ReadonlySet<Address>;
  /** null: the values of secrets are not compared. */
  readonly secrets: SecretReader | null;
  /** Whether what is destroyed takes its volume with it. */
  readonly deletesVolumes: boolean;
  /** Whether what is destroyed and still declared stays down. */
  readonly terminates: boolean;
  /** Whether what is down comes back. */
  readonly revives: boolean;
  /** null: everything. */
  readonly scope: ReadonlySet<Address> | null;
}

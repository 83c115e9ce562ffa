import type { DesiredResource } from '../graph/desired-state';
import type { ResourceRecord, State } from '../state/state';
import type { Address } from '../values/resource';
import type { Drift } from './plan';

/** A view of the input that the decisions are taken on. */
export interface Situation {
  readonly now: string;
  readonly desired: ReadonlyMap<Address, DesiredResource>;
  /** What is recorded, corrected by what was seen. */
  readonly records: ReadonlyMap<Address, ResourceRecord>;
  readonly state: State | null;
  readonly drift: ReadonlyMap<Address, Drift>;
  /** Operations that were begun and whose end is not known: their resources are left alone. */
  readonly unresolved: ReadonlySet<Address>;
  /** null: everything. */
  readonly scope: ReadonlySet<Address> | null;
}

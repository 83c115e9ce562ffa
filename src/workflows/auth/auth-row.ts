/** A service that Helix signs in to, as far as this host knows. */
export interface AuthRow {
  readonly service: string;
  /** null: unknown, or nobody. */
  readonly who: string | null;
  readonly scope: string | null;
  /** The source of the credentials: a variable, a file, a program; null: none. */
  readonly from: string | null;
  readonly validUntil: string | null;
  readonly state: 'ok' | 'missing' | 'refused' | 'not checked';
  /** The objection of the service or of this host; null: none. */
  readonly reason: string | null;
  /** Whether the project cannot be applied without it. */
  readonly needed: boolean;
}

/** Returns a row of a service that nobody has asked. */
export function uncheckedRow(service: string, from: string | null, needed: boolean): AuthRow {
  return {
    service,
    from,
    needed,
    who: null,
    scope: null,
    validUntil: null,
    state: from === null ? 'missing' : 'not checked',
    reason: null,
  };
}

/** What an edit of an input does to a resource of the cloud. `nothing`: no object there changes. */
export type Effect = 'update' | 'replace' | 'nothing';

/** What the edits of inputs come to in a cloud. */
export interface ReplacementRules {
  /** The effects observed with the real provider, by kind of resource and case. A case that is missing is an update. */
  readonly observed: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The cases in which the provider does less than the cloud needs. */
  readonly stricter: Readonly<Record<string, { readonly effect: Effect; readonly because: string }>>;
}

/** The effect of an edit of an input on a resource. `nothing`: no object in the cloud changes. */
export type Effect = 'update' | 'replace' | 'nothing';

/** The effects that edits of inputs have in a cloud. */
export interface ReplacementRules {
  /** The effects observed with the real provider, by kind of resource and case. A case that is missing is an update. */
  readonly observed: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The cases in which the provider does less than the cloud needs. */
  readonly stricter: Readonly<Record<string, { readonly effect: Effect; readonly because: string }>>;
}

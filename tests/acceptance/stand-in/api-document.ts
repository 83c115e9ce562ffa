/** A vendor's API in our own reduced form: the operations that a stand-in answers, with the schemas of their bodies. */
export interface ApiDocument {
  /** The published document that this was reduced from, with its revision. */
  readonly origin: string;
  readonly operations: readonly ApiOperation[];
  /** JSON Schemas of draft 7 by name; they refer to each other as `#/$defs/NAME`. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** Whether the vendor refuses properties that a schema does not list. */
  readonly closed: boolean;
  /** The query parameters that every operation takes. */
  readonly commonQuery?: Readonly<Record<string, QueryParameter>>;
}

export interface ApiOperation {
  /** `compute.instances.insert`: unique among all documents of a vendor. */
  readonly id: string;
  readonly method: string;
  /** `/v1/projects/{project}/secrets/{secret}:addVersion`: a parameter stands for one segment, or a part of one. */
  readonly path: string;
  /** The patterns of path parameters that have one; each matches the whole value. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, QueryParameter>>;
  /** The schema of the request's body; without it, a request has none. */
  readonly body?: string;
  /** The schema of a successful answer's body. */
  readonly answer?: string;
}

export interface QueryParameter {
  readonly type?: 'string' | 'integer' | 'boolean';
  readonly required?: boolean;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The API of a cloud, for what Terraform's provider does not do. */
export interface CloudApi {
  /** Returns its address for a region, unless cloud.toml redirects it. */
  readonly url: (region: string) => string;
  readonly authorization: ApiAuthorization;
  readonly identityCall: IdentityCall;
}

/** The cheapest call by which a cloud tells whose credentials are. */
export interface IdentityCall {
  /** The service that its signature is for; missing: it is authorized as other calls are. */
  readonly service?: string;
  /** Returns its address, which the cloud's own variables may change. */
  readonly url: (region: string, variables: Readonly<Record<string, string>>) => string;
  /** The beginning of its path at another address of all services, where the API has a host of its own. */
  readonly redirected?: string;
  /** Returns the path; null where a token that is given out is proof enough. `scope`: what everything lies in. */
  readonly path: (scope: string | null) => string | null;
  /** Reads the account from an answer; null where it does not tell. */
  readonly who: (answer: string, scope: string | null) => string | null;
}

/** The way in which requests prove whose they are. The credentials are among the variables of Terraform's environment. */
export type ApiAuthorization =
  /** A token that the first of these variables holds. */
  | { readonly type: 'bearer'; readonly variables: readonly string[] }
  /** A signature by an access key, for one service. */
  | { readonly type: 'signature'; readonly service: string }
  /** A token of a person or a service account. */
  | ({ readonly type: 'oauth-key' } & OauthKey)
  /** A token of an application in a tenant. */
  | ({ readonly type: 'oauth-application' } & OauthApplication);

/** The places of a key for which its own server gives tokens. */
export interface OauthKey {
  /** A variable that holds a token already. */
  readonly token: string;
  /** Variables that hold the key itself, or the path of its file. */
  readonly keys: readonly string[];
  /** The file of a person who has signed in, below the home directory. */
  readonly homeFile: string;
  /** The server of a key that names none. */
  readonly url: string;
  readonly scope: string;
}

/** The variables of an application's credentials, and the server that gives tokens for them. */
export interface OauthApplication {
  readonly url: string;
  readonly tenant: string;
  readonly client: string;
  readonly secret: string;
  /** A token of another issuer that stands for the secret. */
  readonly assertion: string;
  /** The command of the cloud's own tool that prints a token for a person who has signed in. */
  readonly command: readonly string[];
  readonly scope: string;
}

/** One request to a cloud's API. */
export interface CloudRequest {
  readonly method: 'GET' | 'POST';
  /** The path with its query. */
  readonly path: string;
  /** A form or JSON; null: the request has no body. */
  readonly body: { readonly type: 'form' | 'json'; readonly text: string } | null;
}

/** An answer of a cloud's API, a success or not. */
export interface CloudAnswer {
  readonly status: number;
  readonly text: string;
}

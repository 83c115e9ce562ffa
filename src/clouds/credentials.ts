/** Environment variables as a cloud's tools read them. Their values are secret. */
export type CloudVariables = Readonly<Record<string, string>>;

/** A key of an account in cloud.toml that only some clouds have. */
export type AccountKey = (typeof ACCOUNT_KEYS)[number];

export const ACCOUNT_KEYS = ['project_id', 'subscription_id', 'tenant_id', 'client_id'] as const;

/** How a cloud's own tools are given credentials. */
export interface CloudCredentials {
  /** The variable that hints name. */
  readonly firstVariable: string;
  /** The places in which its tools look for credentials: variables, each of which leads to some, and files below the home directory. */
  readonly places: { readonly variables: readonly string[]; readonly files: readonly string[] };
  /** The names of all variables that its tools read. */
  readonly family: RegExp;
  /** The shapes of its keys and tokens: a text of such a shape is a secret. */
  readonly shapes: readonly RegExp[];
  /** The variables in JSON that a file holds or a command prints; null for JSON of another kind. */
  readonly fromJson: ((text: string) => CloudVariables | null) | null;
  /**
   * The variables that stand for a file in a format of the cloud's own; null for other files.
   * @throws HelixError `auth` when the file has the format and no credentials
   */
  readonly fromFile: ((text: string, from: CredentialsFile) => CloudVariables | null) | null;
  /** The variables for a token that a file holds or a command prints by itself; null where such a text has no meaning. */
  readonly fromToken: ((token: string) => CloudVariables) | null;
  /** The way in which the credentials of an account sign in to the cloud's registry; null where it has none. */
  readonly registry: CloudRegistry | null;
  /** Keys of an account in cloud.toml that name no secret, and the variable that each stands for. */
  readonly accountKeys: Readonly<Partial<Record<AccountKey, string>>>;
  /** Variables that Terraform's provider does not read, and the ones that it reads in their place. */
  readonly synonyms: Readonly<Record<string, string>>;
  /** The forms beside `NAME=value` lines that a file and a command may hold, for hints. */
  readonly otherForms: { readonly file: string; readonly command: string } | null;
}

/** The way in which credentials sign in to the registry of a cloud. */
export type CloudRegistry =
  | CredentialsRegistry
  /** A token that the cloud's SDK gets. */
  | { readonly type: 'sdk-token' };

/** A registry in each region, or one for all, whose log-in is made of the credentials themselves. */
export interface CredentialsRegistry {
  readonly type: 'credentials';
  readonly hostIn: (region: string) => string;
  /** The variable that names a file with a key; null without such a variable. */
  readonly keyFile: string | null;
  /** The file below the home directory in which the cloud's own tool keeps its sign-in; missing where it keeps none. */
  readonly homeFile?: string;
  /** Returns the log-in of credentials, and of the text of that file; null where they do not sign in there. */
  readonly loginOf: (
    variables: Readonly<Record<string, string | undefined>>,
    key: string | null,
  ) => { readonly username: string; readonly password: string } | null;
}

export interface CredentialsFile {
  /** Absolute. */
  readonly path: string;
  /** The profile that cloud.toml names, in files that have several. */
  readonly profile: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The API keys of a user of Helix Cloud. Each call throws HelixError `auth`, `unreachable` or `not-found`. */
export interface KeyService {
  readonly readMe: () => Promise<Me>;
  readonly list: () => Promise<readonly KeyInfo[]>;
  /** Creates a key; without a life it has no end. */
  readonly create: (request: KeyRequest, idempotencyKey: string) => Promise<NewKey>;
  /** Creates the successor of a key, which works for `graceSeconds` more. */
  readonly rotate: (id: string, graceSeconds: number, idempotencyKey: string) => Promise<RotatedKey>;
  readonly revoke: (id: string) => Promise<KeyInfo>;
}

/** The user and the key that calls are made with. */
export interface Me {
  readonly userId: string;
  readonly name: string;
  readonly key: Pick<KeyInfo, 'id' | 'name' | 'scope' | 'expiresAt'>;
}

export interface KeyInfo {
  /** No secret. */
  readonly id: string;
  readonly name: string;
  /** The first characters of the key. */
  readonly prefix: string;
  readonly scope: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

export interface KeyRequest {
  readonly name: string;
  readonly scope: string;
  readonly lifeSeconds: number | null;
}

/** A key that was just created: the only time that it is known. */
export interface NewKey extends KeyInfo {
  readonly key: string;
}

export interface RotatedKey extends NewKey {
  readonly previousValidUntil: string;
}

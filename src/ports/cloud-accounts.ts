import type { CloudAccount } from '../config/cloud-toml/cloud-config';

/** The user's accounts at clouds: the file that names them, and whose they are. */
export interface CloudAccounts {
  /** Returns the path of the file that `write` writes. @throws HelixError `config` where nothing says where it lies */
  readonly place: () => string;
  /** Replaces the user's cloud.toml at once, readable for the user alone. Throws HelixError `config` where it cannot. */
  readonly write: (text: string) => Promise<void>;
  /**
   * Asks the cloud of an account by its cheapest call whose its credentials are; null where they may not read that.
   * Throws HelixError `auth` for credentials that are missing or refused, `config` for a project that they cannot see,
   * `unreachable` without an answer.
   */
  readonly identify: (account: CloudAccount) => Promise<string | null>;
}

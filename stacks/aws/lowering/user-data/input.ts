import type { Address } from '../../../../src/values/resource';

/** The facts that a machine needs to run its container. None of them is a secret. */
export interface UserDataInput {
  readonly address: Address;
  /** The AWS region whose registry and parameters are used. */
  readonly region: string;
  /** The reference for `docker pull`; by digest (`name@sha256:...`) if it is known. */
  readonly image: string;
  /** `ACCOUNT.dkr.ecr.REGION.amazonaws.com`, which the machine's role may pull from; null: no login is needed. */
  readonly registry: string | null;
  /** TCP ports that the container listens on, published under the same numbers. */
  readonly ports: readonly number[];
  /** Environment of the container, as values. */
  readonly env: Readonly<Record<string, string>>;
  /** Environment variable -> name or ARN of an SSM parameter (or ARN of a Secrets Manager secret). */
  readonly secrets: Readonly<Record<string, string>>;
  /** The machine terminates itself when the time in its own tag `helix-expires-at` has passed. */
  readonly expireItself: boolean;
}

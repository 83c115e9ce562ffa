import type { Address } from '../../../src/values/resource';
import type { WrittenFile } from './cloud-config';

/** The facts that a machine needs to run its container. None of them is a secret. */
export interface UserDataInput {
  readonly address: Address;
  /** The reference for `docker pull`; by digest (`name@sha256:...`) if it is known. */
  readonly image: string;
  /** The host of the cloud's own registry, which the machine may pull from; null: no login is needed. */
  readonly registry: string | null;
  /** TCP ports that the container listens on, published under the same numbers. */
  readonly ports: readonly number[];
  /** Environment of the container, as values. */
  readonly env: Readonly<Record<string, string>>;
  /** Environment variable -> the cloud's name of a secret, which the machine reads. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The machine terminates itself when the time in its own marks has passed. */
  readonly expireItself: boolean;
  /** The device of the volume that docker keeps everything on; missing: the boot disk. */
  readonly volume?: string;
  /** The public key of the people who may log in, or null: nobody may. Missing: the cloud itself sets up log-ins. */
  readonly loginKey?: string | null;
}

/** How a machine of one cloud does what the clouds do differently: limits, and parts of its scripts in Bash. */
export interface MachineDialect {
  /** The limit of user data in bytes, as the error message names it. */
  readonly limit: { readonly bytes: number; readonly of: string; readonly hint: string };
  /** Variables at the head of each script: `region` -> `eu-west-1`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Files that this machine needs beside the scripts; missing: none. */
  readonly files?: readonly WrittenFile[];
  /** Installs what log-ins and secrets need, after docker: `install_package RPM DEB`, `has PROGRAM`, `$registry` and `secrets` are there. */
  readonly programs: string;
  /** Functions that the next two parts use; empty: none. */
  readonly functions: string;
  /** Logs docker in to `$registry`, which is not empty. One command. */
  readonly logIn: string;
  /** Prints the secret that `$1` names. */
  readonly resolve: string;
  /** The way of a machine to its own end; null for clouds that give machines no identity. */
  readonly expiry: ExpiryDialect | null;
  /** The services that containers must not reach, and that the cloud itself does not keep them from. */
  readonly closed: readonly ClosedService[];
}

/** A service of the cloud that tells every program on a machine its credentials. */
export interface ClosedService {
  readonly address: string;
  readonly ports: readonly number[];
}

export interface ExpiryDialect {
  /** The place of the time, in the comment at the head of the script: `its tag helix-expires-at`. */
  readonly place: string;
  /** Sets `expires` to the time in that place; ends the script with 0 where there is none. */
  readonly read: string;
  /** Ends the machine. */
  readonly end: string;
}

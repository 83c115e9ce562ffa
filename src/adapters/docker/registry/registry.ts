import type { RegistryLogin } from '../connection/docker-config';
import type { Labels } from '../labels';

/** The registry that an image is pushed to, with its log-in. */
export interface Registry {
  /** `ghcr.io`, `127.0.0.1:5000` */
  readonly host: string;
  /** Finds the log-in, anew on each call: a token may have expired during a long build. null: none is needed. */
  findLogin(): Promise<RegistryLogin | null>;
  /**
   * Finds a manifest by tag or digest; null where there is none.
   * @throws HelixError `auth` for a refused log-in, `unreachable` where the registry does not answer
   */
  findManifest(repository: string, reference: string): Promise<Manifest | null>;
}

/** A manifest, or an index of manifests, in a registry. */
export interface Manifest {
  /** `sha256:...` */
  readonly digest: string;
  /** The labels of its image; of the first one of an index. */
  readonly labels: Labels;
  /** The size of its layers as they are stored; null where it is not known. */
  readonly sizeBytes: number | null;
}

import type { RegistryLogin } from '../connection/docker-config';
import type { Labels } from '../labels';

/** The registry that an image is pushed to. */
export interface Registry {
  /** Finds the log-in; null: none is known. */
  login(): Promise<{ readonly login: RegistryLogin } | null>;
  /** Forgets a log-in that is refused: the next call finds it anew. */
  forget(): void;
  /**
   * Finds an image by its tag or digest; null where there is none, or where something that it names is gone.
   * @throws HelixError `auth` for a refused log-in, `unreachable` where the registry does not answer
   */
  findImage(repository: string, reference: string): Promise<RegistryImage | null>;
  /** Reads the configurations of an image: platform -> text, `''` for an image of one. */
  readConfigs(repository: string, digest: string): Promise<ReadonlyMap<string, string>>;
  /** Gives an image, named by its digest, another tag, which may be that of another image before. */
  tagImage(repository: string, digest: string, tag: string): Promise<void>;
  /** Reads the tags of a repository; none for a repository that is not there. */
  readTags(repository: string): Promise<readonly string[]>;
  /** Deletes a manifest with all its tags. Returns false where the registry deletes nothing. */
  deleteManifest(repository: string, digest: string): Promise<boolean>;
}

/** An image in a registry. */
export interface RegistryImage {
  /** `sha256:...` of its manifest. */
  readonly digest: string;
  readonly labels: Labels;
  /** Its configuration and layers, as they are stored. */
  readonly sizeBytes: number;
  /** The time at which it was built, as its builder wrote it; null where that is not known. */
  readonly createdAt: string | null;
  /** The digests that an index names; empty for a single image. */
  readonly children: readonly string[];
}

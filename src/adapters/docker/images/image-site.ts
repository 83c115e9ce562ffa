import type { PackedContext } from '../../../ports/project-files';
import type { ContextPlace } from '../../../graph/project-contents';
import type { BuiltImageInputs } from '../../../resources/image/image';
import type { QueriesSource } from '../helix-source/pack-generated';
import type { Site } from '../operations/site';
import type { Registry } from '../registry/registry';
import type { Builder } from './build/builder';

/** Finds the digest that the name of an image leads to in its registry; null where that cannot be told. */
export type FindBaseDigest = (reference: string) => Promise<string | null>;

/** The surroundings of the operation on one built image. */
export interface ImageSite extends Site {
  readonly builder: Builder;
  /** Whether it is built again although nothing that it is built from has changed: with new base images, and no cache. */
  readonly isRebuild: boolean;
  /** Whether another host builds it and pushes it: then the engine of this host, which may not be there, has nothing of it. */
  readonly isElsewhere: boolean;
  /** Reads the time that everything in an image gets: that of the commit, in seconds since 1970; else 0. */
  readonly readEpoch: () => Promise<number>;
  /** Finds the page of the repository that the project was cloned from; null without one. */
  readonly readSourceUrl: () => Promise<string | null>;
  readonly packBuildContext: (place: ContextPlace) => Promise<PackedContext>;
  /** Packs the context of an image that is built from queries. */
  readonly packGenerated: (from: QueriesSource, site: Site) => Promise<PackedContext>;
  readonly findBaseDigest: FindBaseDigest;
  /** Opens the registry of an image; null for one that stays in the engine. */
  readonly openRegistry: (inputs: BuiltImageInputs) => Promise<OpenRegistry | null>;
}

/** A registry, and the repository in it that an image is pushed to. */
export interface OpenRegistry {
  readonly registry: Registry;
  /** `ghcr.io`, `127.0.0.1:5000` */
  readonly host: string;
  readonly repository: string;
}

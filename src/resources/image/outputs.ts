import type { JsonObject } from '../../values/json';
import type { Address } from '../../values/resource';
import { Fields } from '../fields';

/** The outputs of an image. */
export interface ImageOutputs {
  /** The id that the runtime knows it by; null for one that this host did not need to have. */
  readonly id: string | null;
  /** `ghcr.io/acme/api@sha256:...`, the same wherever it is pulled; null for one that was never in a registry. */
  readonly repoDigest: string | null;
  /**
   * The time of everything in a built image, in seconds since 1970: the same build gives the same digest. null: its builder
   * cannot repeat a build, or others have built it.
   */
  readonly epoch: number | null;
  /** The push of a built image; null for one that was not pushed by Helix. */
  readonly pushed: PushedImage | null;
}

/** An image in a registry, where Helix has pushed it. */
export interface PushedImage {
  /** `sha256:...` of its manifest. */
  readonly digest: string;
  /** `ghcr.io/acme/api` */
  readonly repository: string;
  /** Bytes of its layers as the registry stores them; null where it does not tell. */
  readonly sizeBytes: number | null;
  /** RFC 3339 UTC; null where another run has pushed it. */
  readonly pushedAt: string | null;
}

export function encodeImageOutputs({ id, repoDigest, epoch, pushed }: ImageOutputs): JsonObject {
  return {
    image_id: id,
    repo_digest: repoDigest,
    source_date_epoch: epoch,
    ...(pushed && encodePushed(pushed)),
  };
}

/** Returns the reference by which a pushed image is pulled: `ghcr.io/acme/api@sha256:...`. */
export function pushedReference({ repository, digest }: PushedImage): string {
  return `${repository}@${digest}`;
}

function encodePushed(pushed: PushedImage): JsonObject {
  return {
    digest: pushed.digest,
    repository: pushed.repository,
    reference: pushedReference(pushed),
    size_bytes: pushed.sizeBytes,
    pushed_at: pushed.pushedAt,
  };
}

/** Reads the outputs of an image. Throws HelixError `state` for an invalid value. */
export function decodeImageOutputs(address: Address, json: JsonObject): ImageOutputs {
  const fields = new Fields(address, json);
  const digest = fields.textOrNull('digest');
  return {
    id: fields.textOrNull('image_id'),
    repoDigest: fields.textOrNull('repo_digest'),
    epoch: fields.numberOrNull('source_date_epoch'),
    pushed: digest === null ? null : decodePushed(digest, fields),
  };
}

function decodePushed(digest: string, fields: Fields): PushedImage {
  return {
    digest,
    repository: fields.text('repository'),
    sizeBytes: fields.numberOrNull('size_bytes'),
    pushedAt: fields.textOrNull('pushed_at'),
  };
}

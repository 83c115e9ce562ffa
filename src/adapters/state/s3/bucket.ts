import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { lazyS3 } from './client';
import type { LoadedS3 } from './client';
import type { S3Location } from './location';
import { failureOf, isAbsent, isRefusedCondition, thrownFor } from './s3-errors';
import { LARGEST } from '../../../values/sizes';
import { readBytesAtMost, tooLarge } from '../../host/read-at-most';

/** The condition of a write: the object is absent, or has this ETag; null: unconditional. */
export type Condition = 'absent' | { readonly etag: string } | null;

export interface S3Object {
  readonly bytes: Uint8Array;
  readonly etag: string;
}

/** The number of objects that one request may delete. */
const DELETED_AT_ONCE = 1000;

/**
 * A bucket that receives requests, each sent once.
 * @throws Unavailable when a retry may succeed; HelixError when the user must act
 */
export class Bucket {
  /** For messages: `s3://bucket/prefix at https://...`. */
  readonly place: string;
  readonly #where: S3Location;
  readonly #loaded: () => Promise<LoadedS3>;

  constructor(where: S3Location) {
    this.#where = where;
    this.#loaded = lazyS3(where);
    const at = where.endpointUrl === null ? '' : ` at ${withoutSecrets(where.endpointUrl)}`;
    this.place = `s3://${[where.bucket, where.prefix].filter((part) => part !== '').join('/')}${at}`;
  }

  /** Returns the URL of an object, for messages. */
  urlOf(key: string): string {
    return `s3://${this.#where.bucket}/${key}`;
  }

  /** Reads an object. Returns undefined when it does not exist. */
  get(key: string): Promise<S3Object | undefined> {
    return this.#send(async ({ sdk, client }) => {
      try {
        const answer = await client.send(new sdk.GetObjectCommand({ Bucket: this.#where.bucket, Key: key }));
        // In Node.js the body is a stream.
        const body = answer.Body as AsyncIterable<Uint8Array> | undefined;
        const bytes = body === undefined ? new Uint8Array() : await readBytesAtMost(body, LARGEST.record);
        if (bytes === null) throw tooLarge(this.urlOf(key), LARGEST.record);
        return { bytes, etag: answer.ETag ?? '' };
      } catch (error) {
        if (isAbsent(failureOf(error))) return undefined;
        throw error;
      }
    });
  }

  /** Writes an object. Returns its ETag, or undefined when the condition does not hold. */
  put(key: string, bytes: Uint8Array, condition: Condition): Promise<string | undefined> {
    return this.#send(async ({ sdk, client }) => {
      const input: PutObjectCommandInput = {
        Bucket: this.#where.bucket,
        Key: key,
        Body: bytes,
        ContentLength: bytes.byteLength,
        ...(condition === 'absent' ? { IfNoneMatch: '*' } : condition && { IfMatch: condition.etag }),
        ...this.#encryption(),
      };
      try {
        return (await client.send(new sdk.PutObjectCommand(input))).ETag ?? '';
      } catch (error) {
        const failure = failureOf(error);
        // The object to replace does not exist.
        const isGone = condition !== null && condition !== 'absent' && isAbsent(failure);
        if (isRefusedCondition(failure) || isGone) return undefined;
        throw error;
      }
    });
  }

  /** Lists all objects whose keys begin with `prefix`. */
  list(prefix: string): Promise<{ readonly key: string; readonly size: number }[]> {
    return this.#send(async ({ sdk, client }) => {
      const found: { key: string; size: number }[] = [];
      const pages = sdk.paginateListObjectsV2({ client }, { Bucket: this.#where.bucket, Prefix: prefix });
      for await (const page of pages) {
        for (const { Key, Size } of page.Contents ?? []) found.push({ key: Key ?? '', size: Size ?? 0 });
      }
      return found;
    });
  }

  /** Deletes objects, and ignores missing ones. */
  remove(keys: readonly string[]): Promise<void> {
    return this.#send(async ({ sdk, client }) => {
      for (let at = 0; at < keys.length; at += DELETED_AT_ONCE) {
        const Objects = keys.slice(at, at + DELETED_AT_ONCE).map((Key) => ({ Key }));
        await client.send(
          new sdk.DeleteObjectsCommand({ Bucket: this.#where.bucket, Delete: { Objects, Quiet: true } }),
        );
      }
    });
  }

  #encryption(): Pick<PutObjectCommandInput, 'ServerSideEncryption' | 'SSEKMSKeyId'> {
    const { serverSideEncryption: how, kmsKeyId } = this.#where;
    if (kmsKeyId !== null) return { ServerSideEncryption: how ?? 'aws:kms', SSEKMSKeyId: kmsKeyId };
    return how === null ? {} : { ServerSideEncryption: how };
  }

  async #send<Result>(request: (s3: LoadedS3) => Promise<Result>): Promise<Result> {
    const loaded = await this.#loaded();
    try {
      return await request(loaded);
    } catch (error) {
      const { search, client } = loaded;
      const missing = search.failure(error, this.place, this.#where.environment);
      throw missing ?? thrownFor(error, this.#where, this.place, await readSecrets(client));
    }
  }
}

/** Returns the secrets that the requests of a client carry, or prove to know. */
async function readSecrets({ config }: S3Client): Promise<readonly string[]> {
  const { secretAccessKey, sessionToken } = await config.credentials();
  return sessionToken === undefined ? [secretAccessKey] : [secretAccessKey, sessionToken];
}

function withoutSecrets(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

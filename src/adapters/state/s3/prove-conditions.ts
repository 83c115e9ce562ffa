import { HelixError } from '../../../errors';
import type { Bucket } from './bucket';

/**
 * Proves with an unused key that the store refuses writes whose condition does not hold.
 * @throws HelixError `config` for a store that ignores or does not support conditions
 */
export async function proveConditions(bucket: Bucket, key: string): Promise<void> {
  try {
    const etag = await bucket.put(key, bytes('first'), 'absent');
    if (etag === undefined) throw ignores(bucket, 'If-None-Match');
    const second = await bucket.put(key, bytes('second'), 'absent');
    if (second !== undefined) throw ignores(bucket, 'If-None-Match');
    const third = await bucket.put(key, bytes('third'), { etag: `"${'0'.repeat(32)}"` });
    const fourth = await bucket.put(key, bytes('fourth'), { etag });
    if (third !== undefined || fourth === undefined) throw ignores(bucket, 'If-Match');
  } finally {
    await bucket.remove([key]).catch(() => undefined);
  }
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function ignores({ place }: Bucket, condition: string): HelixError {
  return new HelixError('config', `The store of ${place} ignores \`${condition}\`.`, {
    hint: 'Concurrent runs could overwrite each other there. Use AWS S3, a newer version of this store, or `backend = "postgres"`.',
  });
}

import { HelixError } from '../../errors';

/** The prefix of an encrypted text; a plain one begins with `{`. */
export const SEAL = 'helix-sealed/1 ';

/**
 * The encoding between the texts of a state (snapshots, lines of a journal, mirrored states) and the bytes that a backend
 * stores. A text without a line end becomes bytes without one, so that a journal can hold one text per line.
 */
export interface StateCodec {
  encode(text: string): Uint8Array;
  /**
   * `where` names the object in errors.
   * @throws HelixError `auth` when there is no key for it, `config` when it is damaged
   */
  decode(bytes: Uint8Array, where: string): string;
  /** Whether `encode` would write these bytes the same way: with the same key, or in plain. Other bytes must be rewritten. */
  isOwn(bytes: Uint8Array): boolean;
}

/** Writes plain texts in UTF-8, and refuses encrypted ones. */
export const plainCodec: StateCodec = {
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes, where) => {
    if (isSealed(bytes)) {
      throw new HelixError('auth', `${where} is encrypted, and no key is configured.`, {
        hint: 'Name its key: `[state] encryption = { key = "env:NAME" }`.',
      });
    }
    return decodeUtf8(bytes);
  },
  isOwn: (bytes) => !isSealed(bytes),
};

/** Returns a line of a journal as bytes, with its line end. */
export function encodeLine(codec: StateCodec, line: string): Uint8Array {
  return Buffer.concat([codec.encode(line.replace(/\n$/, '')), Buffer.from('\n')]);
}

/**
 * Decrypts the lines of a journal, each of which was encrypted by itself or not at all. A damaged last line stays as it is:
 * a crash may have torn it, and the caller decides. `where` names the journal in errors.
 */
export function decodeLines(codec: StateCodec, content: string, where: string): string {
  if (!content.includes(SEAL)) return content;
  const lines = content.split('\n');
  const last = lines.length - 2;
  return lines
    .map((line, index) => {
      if (index > last || !line.startsWith(SEAL)) return line;
      try {
        return codec.decode(Buffer.from(line), `${where}, line ${index + 1}`);
      } catch (error) {
        if (index === last && error instanceof HelixError && error.kind === 'config') return line;
        throw error;
      }
    })
    .join('\n');
}

/** Whether these bytes were written with a key. */
export function isSealed(bytes: Uint8Array): boolean {
  return decodeUtf8(bytes.subarray(0, SEAL.length)) === SEAL;
}

function decodeUtf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

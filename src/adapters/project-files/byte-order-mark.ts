import { open } from 'node:fs/promises';

const MARK = '\ufeff';

/** Returns the byte order mark of a file, which the text that is read from it lacks; empty where it has none. */
export async function readByteOrderMark(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(3), 0, 3, 0);
    return buffer.toString('utf8', 0, bytesRead) === MARK ? MARK : '';
  } finally {
    await file.close();
  }
}

import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HelixError } from '../../../errors';
import { readBytesAtMost, readAtMost, readTextAtMost } from '../read-at-most';

const MIB = 1024 * 1024;
let directory: string;
beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'helix-read-'))));
afterAll(() => rmSync(directory, { recursive: true }));

function file(content: string | Uint8Array): string {
  const path = join(directory, 'file');
  writeFileSync(path, content);
  return path;
}

const thrownBy = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

describe('a file is read', () => {
  test('whole, when it is exactly as large as the limit', async () => {
    const bytes = Buffer.alloc(3 * MIB, 'abc');
    expect((await readAtMost(file(bytes), 3 * MIB)).equals(bytes)).toBe(true);
    expect(await readTextAtMost(file('üß'), 4)).toBe('üß');
    expect(await readTextAtMost(file(''), 4)).toBe('');
  });

  test('not at all, when it is one byte larger: the error names the file and the limit', async () => {
    const path = file(Buffer.alloc(3 * MIB + 1));
    const error = await thrownBy(readAtMost(path, 3 * MIB));
    expect(error).toMatchObject({
      kind: 'config',
      message: `${path} is larger than 3 MiB, the most that Helix reads.`,
    });
    expect((error as HelixError).hint).toContain('right file');
  });

  test('not at all, when it is too large for memory', async () => {
    const path = file('');
    truncateSync(path, 2 ** 40);
    expect(await thrownBy(readAtMost(path, MIB))).toBeInstanceOf(HelixError);
  });

  test('up to the limit, when it is an endless device', async () => {
    expect(await thrownBy(readAtMost('/dev/zero', MIB))).toMatchObject({ kind: 'config' });
  });

  test('with the error of the system, when it cannot be read', async () => {
    expect(await thrownBy(readAtMost(join(directory, 'nothing'), MIB))).toMatchObject({ code: 'ENOENT' });
    expect(await thrownBy(readAtMost(directory, MIB))).toMatchObject({ code: 'EISDIR' });
  });
});

test('a stream that is too long is not read to its end', async () => {
  let given = 0;
  async function* yieldForever(): AsyncGenerator<Uint8Array> {
    for (;;) {
      given += 1;
      yield await Promise.resolve(new Uint8Array(10));
    }
  }
  expect(await readBytesAtMost(yieldForever(), 95)).toBeNull();
  expect(given).toBe(10);
});

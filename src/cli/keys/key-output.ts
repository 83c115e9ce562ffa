import { resolve } from 'node:path';
import { HelixError } from '../../errors';
import type { HelixContext } from '../context';

/** The place that a new key goes to. */
export interface KeyOutput {
  readonly deliver: (key: string) => Promise<void>;
  /** Removes what was opened for a key that never came. */
  readonly close: () => Promise<void>;
}

/** Opens the file of `--out`, or standard output for `-` and without it. Throws HelixError `config` before a key exists. */
export async function openKeyOutput(
  { cwd, ports, stdout }: Pick<HelixContext, 'cwd' | 'ports' | 'stdout'>,
  out: string | undefined,
  isShown = true,
): Promise<KeyOutput> {
  if (out === undefined || out === '-') {
    const deliver = async (key: string) => {
      if (isShown) await writeWhole(stdout, `${key}\n`);
    };
    return { deliver, close: () => Promise.resolve() };
  }
  const file = await ports.credentials.openKeyFile(resolve(cwd, out));
  let isWritten = false;
  return {
    deliver: async (key) => {
      await file.write(key);
      isWritten = true;
    },
    close: async () => {
      if (!isWritten) await file.discard();
    },
  };
}

/** Writes a text and waits until it is written. Rejects when nobody can read it. */
async function writeWhole(stream: HelixContext['stdout'], text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stream.write(text, (error) => {
      if (error) reject(notDelivered(error));
      else resolve();
    });
  });
}

function notDelivered(cause: Error): HelixError {
  return new HelixError('config', `The key could not be written to standard output: ${cause.message}.`, {
    hint: 'It was withdrawn, since nobody has it. `--out FILE` writes a key to a file.',
    cause,
  });
}

import { basename, dirname } from 'node:path';
import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import { refusedFile } from '../values/file-errors';

/** Writes a report to a file, in place of an earlier one. @throws HelixError `config` where that cannot be done */
export async function saveReport(
  ports: Pick<Ports, 'files'>,
  path: string,
  text: string,
  makesDirectory: boolean,
): Promise<void> {
  const directory = dirname(path);
  const place = await ports.files.readKind(directory);
  if (place !== 'directory' && !(makesDirectory && place === null)) {
    throw lost(path, `there is no directory ${directory}`);
  }
  const kind = await ports.files.readKind(path);
  if (kind !== null && kind !== 'file') throw lost(path, 'that is not a file');
  try {
    await ports.files.writeText(directory, basename(path), text);
  } catch (error) {
    const refused = refusedFile(error);
    if (refused === null) throw error;
    throw lost(path, refused.reason);
  }
}

function lost(path: string, reason: string): HelixError {
  return new HelixError('config', `the report ${path} was not written: ${reason}`, {
    hint: 'The plan is not affected. Make the directory first, or name another file.',
  });
}

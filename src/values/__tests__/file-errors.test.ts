import { refusedFile } from '../file-errors';

const failed = (code: string, path?: string) =>
  Object.assign(new Error(code), { code, ...(path && { path }) });

test.each([
  ['EACCES', 'access is denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'no space is left on the device'],
  ['EMFILE', 'too many files are open'],
])('a file that is refused with %s is named with the reason', (code, reason) => {
  expect(refusedFile(failed(code, '/x/y'))).toEqual({ path: '/x/y', reason });
});

test.each([
  ['a file that a bug has misspelt', failed('ENOENT', '/x')],
  ['a connection', failed('EACCES')],
  ['another error', new Error('EACCES')],
  ['a thrown text', 'EACCES'],
  ['nothing', undefined],
])('%s is not a refused file', (_title, error) => expect(refusedFile(error)).toBeNull());

import { InMemoryProjectFiles } from '../in-memory-project-files';
import { projectFilesContract } from '../contracts/project-files-contract';

projectFilesContract('InMemoryProjectFiles', (files) => {
  const placed = Object.entries(files).map(([path, text]) => [`/home/ada/${path}`, text] as const);
  return Promise.resolve({ files: new InMemoryProjectFiles(Object.fromEntries(placed)), base: '/home/ada' });
});

describe('InMemoryProjectFiles', () => {
  it('is at the commit that a test gives it', async () => {
    const files = new InMemoryProjectFiles();
    expect(await files.readGitCommit()).toBeNull();
    files.commit = 'abc';
    expect(await files.readGitCommit()).toBe('abc');
  });
});

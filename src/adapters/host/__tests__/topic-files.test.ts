import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TopicFiles } from '../topic-files';

describe('the pages of the documentation', () => {
  const directory = mkdtempSync(join(tmpdir(), 'helix-topics-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, 'cost.md'), '# Cost\n');
  writeFileSync(join(directory, 'ci.md'), '# CI\n');
  writeFileSync(join(directory, 'README.md'), 'all pages');
  const topics = new TopicFiles(directory);

  it('are named by their files, in order, without the table of contents', async () => {
    expect(await topics.listNames()).toEqual(['ci', 'cost']);
  });

  it('are an empty list where the documentation is missing', async () => {
    expect(await new TopicFiles(join(directory, 'none')).listNames()).toEqual([]);
  });

  it('are read by name', async () => {
    expect(await topics.read('cost')).toBe('# Cost\n');
  });

  it.each(['none', '../cost', 'README', ''])('are not read for the name %p', async (name) => {
    expect(await topics.read(name)).toBeNull();
  });
});

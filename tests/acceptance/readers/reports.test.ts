import { runReader } from './reader';
import { openShop } from './shop';

/** Reads each diff of a report as one file of a patch, and prints its added and removed lines. */
const READ_DIFFS = String.raw`
import re, sys
from unidiff import PatchSet
for name, diff in re.findall(r'<code>(\S+ \S+)</code>.*?\`{3}diff\n(.*?)\n\`{3}', sys.stdin.read(), re.S):
    lines = diff.split('\n')
    old = sum(line[0] in ' -' for line in lines)
    new = sum(line[0] in ' +' for line in lines)
    head = f'--- a/x\n+++ b/x\n@@ -{min(old, 1)},{old} +{min(new, 1)},{new} @@\n'
    [file] = PatchSet(head + diff + '\n')
    print(name, file.added, file.removed)
`;

test('unidiff reads the diffs of a report in Markdown', async () => {
  const { project } = await openShop();
  try {
    const input = await project.runHelix('plan', '--format', 'markdown');
    const { code, stdout, stderr } = await runReader('readers-python', ['-c', READ_DIFFS], {
      cwd: project.directory,
      input,
    });
    expect([code, stderr]).toEqual([0, '']);
    const [move, old, fresh, grow] = [
      '-/+ cluster.move 1 1',
      '- cluster.old 0',
      '+ cluster.new',
      '~ cluster.grow 2 2',
    ];
    for (const line of [move, old, fresh, grow]) expect(stdout).toContain(line);
  } finally {
    project.remove();
  }
});

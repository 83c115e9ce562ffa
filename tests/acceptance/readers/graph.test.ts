import { runReader } from './reader';
import { openShop } from './shop';

test('Graphviz draws every resource of the graph', async () => {
  const { project } = await openShop();
  try {
    const dot = await project.runHelix('graph');
    const options = { cwd: project.directory, input: dot, how: 'apt-get install graphviz' };
    const { code, stdout, stderr } = await runReader('dot', ['-Tsvg'], options);
    expect([code, stderr]).toEqual([0, '']);
    const drawn = [...stdout.matchAll(/<title>(.*?)<\/title>/g)].map(([, title]) => title);
    for (const name of ['keep', 'grow', 'move', 'new']) expect(drawn).toContain(`cluster.${name}`);
    expect(drawn.join()).not.toContain('cluster.old');
  } finally {
    project.remove();
  }
});

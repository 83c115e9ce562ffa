import { foundProgram } from '../backends/found-program';
import { openBrowser, watch } from '../reports/browser';
import { HOW, runReader } from './reader';
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

test('Mermaid draws every resource of the graph, and reads hostile names as text', async () => {
  const { project } = await openShop();
  const script = foundProgram('mermaid.min.js', HOW);
  const browser = await openBrowser();
  try {
    const hostile = '"]; click n0 "javascript:alert(1)" --> <img src=x onerror=alert(1)>';
    project.write(
      'helix.toml',
      `${project.read('helix.toml')}\n[policy]\nallowed_regions = ["us-east-1", ${JSON.stringify(hostile)}]\n`,
    );
    const text = await project.runHelix('graph', '--format', 'mermaid');
    const page = await browser.newPage();
    await page.setContent('<main></main>');
    await page.addScriptTag({ path: script });
    const seen = watch(page);
    const svg = await page.evaluate<string>(`(async () => {
      mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
      const { svg } = await mermaid.render('drawing', ${JSON.stringify(text)});
      document.querySelector('main').innerHTML = svg;
      return document.querySelector('main').textContent;
    })()`);
    for (const name of ['keep', 'grow', 'move', 'new']) expect(svg).toContain(`cluster.${name}`);
    expect(svg).not.toContain('Syntax error');
    expect(await page.locator('main img, main a').count()).toBe(0);
    expect(seen).toEqual([]);
  } finally {
    await browser.close();
    project.remove();
  }
});

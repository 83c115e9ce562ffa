import { HOSTILE, manyChanges } from '../../__tests__/named-plans';
import { SAMPLE } from '../../__tests__/plans';
import { markup, prose } from '../markup';
import { renderHtml } from '../plan-html';
import { SCRIPT } from '../page-script';
import { STYLE } from '../page-style';

test('text in a template is harmless in an element and in a quoted attribute', () => {
  expect(markup`<p title="${'" onload="x'}">${'<b>&\u202e'}</p>`.text).toBe(
    '<p title="&quot; onload=&quot;x">&lt;b&gt;&amp;\\u202e</p>',
  );
});

test('what a sentence quotes becomes code, and stays harmless', () => {
  expect(prose('run `a <b>` & `c`').text).toBe('run <code>a &lt;b&gt;</code> &amp; <code>c</code>');
});

test('the style and the script of a page are the same for every plan', () => {
  for (const plan of [SAMPLE, HOSTILE]) {
    const page = renderHtml(plan);
    expect(page.split('<script>').slice(1)).toEqual([`${SCRIPT}</script>\n</body>\n</html>\n`]);
    expect(page.split('<style>')[1]?.split('</style>')[0]).toBe(STYLE);
  }
});

test('a page forbids itself everything but its own style and script', () => {
  expect(renderHtml(SAMPLE)).toContain(
    "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">",
  );
});

test('a page of 500 changes takes less than 300 kB', () => {
  expect(Buffer.byteLength(renderHtml(manyChanges(500)))).toBeLessThan(300_000);
});

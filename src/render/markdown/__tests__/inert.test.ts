import fc from 'fast-check';
import { code, fenced, prose, shortened } from '../inert';
import { elementsIn, githubHtml, searchedText } from './github-html';

/** The parts of hostile names: mark-up, mentions, references, links, and what ends the place that they stand in. */
const HOSTILE = (
  '` `` ``` ~~~ | \\ \\| * _ ~ < > & " \' $ [ ] ( ) ! @octocat @a/b #12 GH-12 a/b#1 !3 %v1 <b> </code> </details> ' +
  '<script> <!-- --> https://evil.example www.evil.example a@b.example ![x](https://e.example) [x](y) &lt; &#64;x a word'
)
  .split(' ')
  .concat(' ', '\n', '\r\n', '\n\n# x\n', '\n/close', '\t', '\u202e', '\u2028', '\u001b[31m', '\ud800');
const text = fc.array(fc.constantFrom(...HOSTILE), { maxLength: 12 }).map((parts) => parts.join(''));

/** Returns the text of an element's content. */
function textIn(html: string): string {
  return html
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

test('code shows its characters and nothing else, also in a cell of a table', () => {
  fc.assert(
    fc.property(text, (name) => {
      const html = githubHtml(`| a | b |\n| --- | --- |\n| ${code(name)} | end |\n`);
      const cells = [...html.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = '']) => cell);
      expect(cells[1]).toBe('end');
      expect(elementsIn(cells[0] ?? '')).toEqual(['code']);
      expect(cells).toHaveLength(2);
    }),
  );
});

test('a sentence makes no element but code, no mention, no reference and no link', () => {
  fc.assert(
    fc.property(text, (name) => {
      const html = githubHtml(`- **Note:** ${prose(name)}`);
      expect(elementsIn(html).filter((element) => element !== 'code')).toEqual(['li', 'strong', 'ul']);
      expect(searchedText(html)).not.toMatch(/@\w|#\d|GH-\d|:\/\/|www\./);
    }),
  );
});

test('nothing ends a block of code but its fence', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (lines) => {
      const html = githubHtml(`<details>\n\n${fenced('diff', lines)}\n\n</details>\n\nend`);
      expect(html).toMatch(
        /^<details>\n<pre><code class="language-diff">[^<]*<\/code><\/pre>\n<\/details>\n<p>end<\/p>$/,
      );
    }),
  );
});

test('a name is shown as it is written', () => {
  const html = githubHtml(`| a |\n| --- |\n| ${code('a|b`c\\|<d>')} |`);
  expect(textIn(/<td><code>(.*)<\/code>/.exec(html)?.[1] ?? '')).toBe('a|b`c\\|<d>');
});

test('a shortened text ends with an ellipsis and never in half a character', () => {
  expect(shortened('abcdef', 4)).toBe('abc\u2026');
  expect(shortened('ab\u{1f600}d', 4)).toBe('ab\u2026');
  expect(shortened('abcd', 4)).toBe('abcd');
});

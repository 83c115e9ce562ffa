import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** Renders Markdown as GitHub does, before it makes mentions and removes elements. */
export function githubHtml(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}

/** Returns the text that a forge searches for mentions and references: what is in no code, comment or tag. */
export function searchedText(html: string): string {
  return html
    .replace(/<!--.*?-->/gs, '')
    .replace(/<code\b.*?<\/code>/gs, '')
    .replace(/<[^>]*>/g, '\0');
}

/** Returns the names of the elements, each once, in order. */
export function elementsIn(html: string): readonly string[] {
  const names = [...html.replace(/<!--.*?-->/gs, '').matchAll(/<([a-z][a-z0-9]*)/gi)].map(
    ([, name = '']) => name,
  );
  return [...new Set(names)].sort();
}

import { bytesOf } from './elide';
import { code, prose, shortened } from './inert';

/** The characters of one message, and the bytes that they may have once they are harmless. */
const LONGEST = 400;
const LARGEST = 1_200;

/** Returns a message of others as Markdown, cut where it is too long for a list. */
export function sentence(text: string): string {
  return bounded(text, prose);
}

/** Returns a name of others as Markdown, cut where it is too long for a list. */
export function name(text: string): string {
  return bounded(text, code);
}

function bounded(text: string, render: (text: string) => string): string {
  for (let most = LONGEST; ; most = Math.floor(most / 2)) {
    const rendered = render(shortened(text, most));
    if (bytesOf(rendered) <= LARGEST) return rendered;
  }
}

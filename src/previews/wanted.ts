import type { PullRequest } from '../ports/forge';

/** Why a pull request gets no preview. */
export type Unwanted = 'closed' | 'bot' | 'fork' | 'label';

/** Returns why a pull request gets no preview; null where it gets one. `label`: what it must have; null: nothing. */
export function reasonUnwanted(
  { isOpen, isBot, isFork, labels }: PullRequest,
  label: string | null,
): Unwanted | null {
  if (!isOpen) return 'closed';
  if (isBot) return 'bot';
  if (isFork) return 'fork';
  return label === null || labels.includes(label) ? null : 'label';
}

/** Returns the reason in words: `it is closed`. */
export function unwantedText(why: Unwanted, { author, labels }: PullRequest, label: string | null): string {
  switch (why) {
    case 'closed':
      return 'it is closed';
    case 'bot':
      return `it is of ${author}, a bot`;
    case 'fork':
      return 'it is from a fork, whose runs get no secrets';
    case 'label':
      return `it does not have the label ${label ?? ''}${labels.length === 0 ? '' : ` (it has ${labels.join(', ')})`}`;
  }
}

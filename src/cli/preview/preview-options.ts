import { Option } from 'clipanion';
import { HelixError } from '../../errors';
import type { PullRequests } from '../../ports/forge';
import { choiceOption, countOption } from '../helix-command';
import type { HelixContext } from '../context';

export const NUMBER_OPTION = () =>
  Option.String('--pr', { description: 'Number of the pull or merge request' });

export const COMMENT_OPTION = () =>
  Option.String('--comment', {
    description: 'Keep a comment with the state of the preview: github or gitlab',
  });

export const FORGE_OPTION = () =>
  Option.Boolean('--forge', true, {
    description: 'Ask the forge which pull requests are open; --no-forge does not',
  });

export const DEPLOYMENTS_OPTION = () =>
  Option.Boolean('--deployments', false, {
    description: 'Also show the preview as a deployment of the forge: preview-N',
  });

/** Returns the number of a pull request. @throws HelixError `usage` */
export function pullRequestNumber(text: string | undefined): number {
  if (text === undefined)
    throw new HelixError('usage', 'no pull request is named', { hint: '`--pr N` names it.' });
  const number = countOption('--pr', text, 1);
  if (number < 10_000_000_000) return number;
  throw new HelixError('usage', `--pr takes the number of a pull request, not "${text}"`);
}

/** Returns the forge of `--comment`; null without it. @throws HelixError `usage` */
export function commentForge(text: string | undefined): 'github' | 'gitlab' | null {
  return text === undefined
    ? null
    : choiceOption<'github' | 'gitlab'>('--comment', text, ['github', 'gitlab']);
}

/** Opens the forge to ask; null where nobody is to be asked. */
export async function openPullRequests(
  { ports }: HelixContext,
  isAsked: boolean,
  comment: string | undefined,
): Promise<PullRequests | null> {
  const forge = commentForge(comment);
  return isAsked ? ports.ci.openPullRequests(forge) : null;
}

import { Option } from 'clipanion';
import { HelixError } from '../errors';
import { choiceOption, countOption } from './helix-command';
import { optionGroup } from './option-group';

/** The options that say where a report is told, as they were typed. */
export interface CommentOptions {
  readonly forge: string | undefined;
  readonly anew: boolean;
  readonly required: boolean;
  readonly number: string | undefined;
  readonly ci: boolean;
}

/** Declares the options for comments and for what a CI is told, as one property of a command. */
export function commentOptions(): CommentOptions {
  return optionGroup<CommentOptions>({
    forge: Option.String('--comment', {
      description:
        'Write the plan as a comment of the pull request, and keep it up to date: github or gitlab',
    }),
    anew: Option.Boolean('--comment-new', false, {
      description: 'With --comment: post a new comment and hide the old one',
    }),
    required: Option.Boolean('--comment-required', false, {
      description: 'With --comment: exit with 1 when it cannot be written',
    }),
    number: Option.String('--pr', {
      description: 'With --comment: number of the pull or merge request; default: that of the run',
    }),
    ci: Option.Boolean('--ci', true, {
      description: 'Tell GitHub Actions of the plan: summary, outputs, annotations; --no-ci does not',
    }),
  });
}

/** The comment that is asked for. */
export interface CommentWish {
  readonly forge: 'github' | 'gitlab';
  /** null: that of the run. */
  readonly number: number | null;
  readonly anew: boolean;
  readonly required: boolean;
}

/** Returns the comment that is asked for; null for none. @throws HelixError `usage` */
export function commentWish({ forge, number, anew, required }: CommentOptions): CommentWish | null {
  if (forge === undefined) {
    if (!anew && !required && number === undefined) return null;
    throw new HelixError('usage', '--comment-new, --comment-required and --pr go with --comment');
  }
  return {
    forge: choiceOption('--comment', forge, ['github', 'gitlab']),
    number: number === undefined ? null : countOption('--pr', number, 1),
    anew,
    required,
  };
}

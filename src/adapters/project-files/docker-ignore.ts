import ignore from '@balena/dockerignore';
import { HelixError } from '../../errors';

/** Where docker looks for the rules of a Dockerfile, first match wins. */
export const ignoreFileNames = ['Dockerfile.dockerignore', '.dockerignore'] as const;

export interface ContextFilter {
  /** Whether a file is part of the build context. */
  holds(path: string): boolean;
  /** Whether a directory can have files in it that are. */
  mayHold(path: string): boolean;
}

/**
 * Docker's rules, with `.git` and `.helix` left out unless a rule takes them in again: they differ between two
 * checkouts of the same commit. The Dockerfile is always part of the context.
 * @throws HelixError `config` for a rule that is no pattern
 */
export function contextFilter(rules: string): ContextFilter {
  const ignored = ignore({ ignorecase: false })
    .add(['.git', '.helix'])
    .add(rules.replace(/^\uFEFF/, ''));
  const hasExceptions = /^\s*!/m.test(rules);
  const isIgnored = (path: string): boolean => {
    try {
      return ignored.ignores(path);
    } catch (error) {
      throw new HelixError('config', '.dockerignore holds a line that is not a pattern.', { cause: error });
    }
  };
  return {
    holds: (path) => path === 'Dockerfile' || !isIgnored(path),
    mayHold: (path) => hasExceptions || !isIgnored(path),
  };
}

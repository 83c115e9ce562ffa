import ignore from '@balena/dockerignore';
import { HelixError } from '../../errors';

/** The files in which docker finds the rules of a Dockerfile; the first that exists wins. */
export const ignoreFileNames = ['Dockerfile.dockerignore', '.dockerignore'] as const;

export interface ContextFilter {
  /** Whether a file is part of the build context. */
  holds(path: string): boolean;
  /** Whether a directory can contain such files. */
  mayHold(path: string): boolean;
}

/**
 * Returns a filter by docker's rules, without `.git` and `.helix` unless a rule includes them again: they differ between
 * two checkouts of the same commit. The Dockerfile is always part of the context.
 * @throws HelixError `config` for an invalid pattern
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
      throw new HelixError('config', '.dockerignore contains an invalid pattern.', { cause: error });
    }
  };
  return {
    holds: (path) => path === 'Dockerfile' || !isIgnored(path),
    mayHold: (path) => hasExceptions || !isIgnored(path),
  };
}

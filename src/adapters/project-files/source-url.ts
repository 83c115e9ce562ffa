import { askGit } from './ask-git';

/** Asks git for the address of a directory's remote, as a page that people can open; null without one. */
export async function readSourceUrl(directory: string): Promise<string | null> {
  const remote = await askGit(directory, 'config', '--get', 'remote.origin.url');
  return remote === null ? null : sourceUrlIn(remote);
}

/** Returns the page of a remote, without the user or the password in its address; null for a path or another protocol. */
export function sourceUrlIn(remote: string): string | null {
  // `git@github.com:acme/shop.git`
  const [, host, path] = /^(?:[^@/:]+@)?([^@/:]+\.[^@/:]+):(?!\/\/)\/?(.+)$/.exec(remote) ?? [];
  const written = host === undefined ? remote : `ssh://${host}/${path ?? ''}`;
  if (!/^(https?|ssh|git):\/\//.test(written) || !URL.canParse(written)) return null;
  const url = new URL(written);
  const authority = url.protocol === 'http:' || url.protocol === 'https:' ? url.host : url.hostname;
  const scheme = url.protocol === 'http:' ? 'http' : 'https';
  return `${scheme}://${authority}${url.pathname.replace(/(\.git)?\/*$/, '')}`;
}

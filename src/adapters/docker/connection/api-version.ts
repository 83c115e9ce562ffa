/** The newest version of the engine's API whose meaning is known here. */
const NEWEST: Version = [1, 47];

type Version = readonly [number, number];

/**
 * Returns the version of the API to speak: the engine's own, and not one that is newer than what is known here, unless
 * the engine refuses all of those.
 */
export function apiVersion(offered: { readonly newest: string; readonly oldest: string | null }): string {
  const newest = parsed(offered.newest) ?? NEWEST;
  const oldest = offered.oldest === null ? null : parsed(offered.oldest);
  const known = isOlder(NEWEST, newest) ? NEWEST : newest;
  return `v${(oldest !== null && isOlder(known, oldest) ? oldest : known).join('.')}`;
}

function parsed(text: string): Version | null {
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(text) ?? [];
  return major === undefined || minor === undefined ? null : [Number(major), Number(minor)];
}

function isOlder([major, minor]: Version, [otherMajor, otherMinor]: Version): boolean {
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

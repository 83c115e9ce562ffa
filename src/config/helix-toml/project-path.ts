/**
 * Normalises a directory inside the project: with `/`, without `./`, `..` and a slash at the end; `.` is the project itself.
 * Returns null for a path that is absolute or leads out of the project.
 */
export function projectPath(written: string): string | null {
  const path = written.trim().replaceAll('\\', '/');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.startsWith('~')) return null;
  const inside: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') inside.push(part);
    else if (inside.pop() === undefined) return null;
  }
  return inside.length === 0 ? '.' : inside.join('/');
}

/**
 * A directory inside the project as one plain path: `/` separated, without `./`, `..` and a slash at the end; `.` is the
 * project itself. null when it is absolute or leads out of the project.
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

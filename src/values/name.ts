/** The shape of names of instances and workspaces, which become parts of paths, addresses and cloud names. */
export function isName(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,32}$/.test(text);
}

/** Returns the name of the workspace of a pull request's preview. */
export function previewWorkspace(number: number): string {
  return `pr-${number}`;
}

/** Returns the number of the pull request whose preview a workspace is; null for any other workspace. */
export function previewNumber(workspace: string): number | null {
  const digits = /^pr-([1-9]\d{0,9})$/.exec(workspace)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Returns the parts of `host:5000/name:tag`. */
export function partsOf(reference: string): { readonly repository: string; readonly tag: string } {
  const colon = reference.lastIndexOf(':');
  return { repository: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}

/** Whether a text is a public SSH key, and not the name of one. */
export function isPublicKey(text: string): boolean {
  return /\s/.test(text.trim());
}

/** The digits that Docker and Podman both print of the id of an image. */
const DIGITS = 11;

/** Returns the beginning of the id of an image, by which the output of a build names it. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, DIGITS);
}

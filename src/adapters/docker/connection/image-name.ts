/** The beginnings that Podman puts before the name of an image without a registry. */
const ADDED = ['docker.io/library/', 'docker.io/', 'localhost/'];

/** Whether the name that an engine tells of an image is the one that it was given. */
export function isNamed(told: string, given: string): boolean {
  return told === given || ADDED.some((beginning) => told === `${beginning}${given}`);
}

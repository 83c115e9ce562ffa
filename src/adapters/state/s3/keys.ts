import type { S3Location } from './location';

/** Returns the prefix of the heads of one project. Names are escaped, so that each is one segment. */
export function headsPrefix({ prefix }: S3Location, project: string): string {
  return `${prefix === '' ? '' : `${prefix}/`}${encodeURIComponent(project)}/heads/`;
}

/** The keys of the objects of one workspace. Heads have a prefix of their own, so that one listing finds the workspaces. */
export class WorkspaceKeys {
  readonly head: string;
  readonly bodies: string;
  readonly probe: string;
  readonly #base: string;

  constructor(where: S3Location, project: string, workspace: string) {
    const heads = headsPrefix(where, project);
    this.head = `${heads}${encodeURIComponent(workspace)}.json`;
    this.#base = `${heads.replace(/heads\/$/, '')}data/${encodeURIComponent(workspace)}/`;
    this.bodies = `${this.#base}states/`;
    this.probe = `${this.#base}probe/`;
  }

  body(name: string): string {
    return `${this.bodies}${name}`;
  }

  slot(journal: string, slot: number): string {
    return `${this.#base}journals/${journal}/${String(slot).padStart(8, '0')}`;
  }
}

/** Returns the workspace of a head's key. */
export function workspaceOf(key: string): string {
  return decodeURIComponent(key.slice(key.lastIndexOf('/') + 1).replace(/\.json$/, ''));
}

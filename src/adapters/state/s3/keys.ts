import type { S3Location } from './location';

/** Where the objects of one project lie in a bucket. Names are escaped, so that any of them is one segment. */
export function headsPrefix({ prefix }: S3Location, project: string): string {
  return `${prefix === '' ? '' : `${prefix}/`}${encodeURIComponent(project)}/heads/`;
}

/** The objects of one workspace. Heads lie apart from all else, so that one listing finds the workspaces. */
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

/** The workspace of a head's key. */
export function workspaceOf(key: string): string {
  return decodeURIComponent(key.slice(key.lastIndexOf('/') + 1).replace(/\.json$/, ''));
}

import type { Owner } from '../../resources/owner';

/** The labels of everything that Helix makes in an engine. They alone prove whose it is. */
const LABEL = {
  project: 'helix-project',
  workspace: 'helix-workspace',
  address: 'helix-address',
  lineage: 'helix-lineage',
} as const;

/** The key of the operation that made a container. */
export const OPERATION_LABEL = 'helix-op';

/** The folder of the project on the host that made it: who reads an error finds the other project there. */
export const FOLDER_LABEL = 'helix-folder';

/** The digest of what a container was asked to be. */
export const CONFIG_LABEL = 'helix-config';

/** The digest of all that an image is built from. */
export const CONTEXT_LABEL = 'helix-context';

/** The time of everything in an image, in seconds since 1970, where its builder could set it. */
export const EPOCH_LABEL = 'helix-epoch';

export type Labels = Readonly<Record<string, string>>;

/** Returns the labels of what belongs to a resource. */
export function ownerLabels(project: string, { workspace, address, lineage }: Owner): Labels {
  return {
    [LABEL.project]: project,
    [LABEL.workspace]: workspace,
    [LABEL.address]: address,
    [LABEL.lineage]: lineage,
  };
}

/** Returns the labels of an image. They say nothing of when or where it was built. */
export function imageLabels(project: string, owner: Owner, context: string): Labels {
  return { ...ownerLabels(project, owner), [CONTEXT_LABEL]: context };
}

/** Returns the label by which a registry shows an image beside the repository that it is made from. */
export function sourceLabel(url: string | null): Labels {
  return url === null ? {} : { 'org.opencontainers.image.source': url };
}

/** Returns the label that tells a build from others. */
export function contextLabel({ [CONTEXT_LABEL]: context }: Labels): Labels {
  return context === undefined ? {} : { [CONTEXT_LABEL]: context };
}

/** Returns the labels that are the same for every build of an image. */
export function stableLabels(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== CONTEXT_LABEL));
}

/** Returns the filter of an engine for all of a state: Podman finds nothing by several labels. */
export function lineageFilter({ [LABEL.lineage]: lineage = '' }: Labels): string {
  return `${LABEL.lineage}=${lineage}`;
}

/** Returns the time of everything in an image; null where a second build would give another digest. */
export function epochIn(labels: Labels): number | null {
  const written = labels[EPOCH_LABEL];
  return written !== undefined && /^\d+$/.test(written) ? Number(written) : null;
}

/** Returns the owner that labels name; null: Helix did not make it. */
export function ownerIn(labels: Labels | null | undefined): Owner | null {
  const { [LABEL.workspace]: workspace, [LABEL.address]: address, [LABEL.lineage]: lineage } = labels ?? {};
  if (workspace === undefined || address === undefined || lineage === undefined) return null;
  return { workspace, address, lineage };
}

/** The owner of something for people: the project, the workspace and the address that its labels name. */
export function ownerInWords(labels: Labels | null | undefined): string {
  const owner = ownerIn(labels);
  if (owner === null) return 'nobody that Helix knows';
  const project = labels?.[LABEL.project] ?? 'a project';
  const folder = labels?.[FOLDER_LABEL];
  const where = folder === undefined ? '' : ` in ${folder}`;
  return `${owner.address} of ${project}${where}, workspace ${owner.workspace}, recorded in another state (${owner.lineage})`;
}

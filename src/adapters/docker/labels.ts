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

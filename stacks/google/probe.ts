import type { LostPart, ProbeBlocks } from '../cloud';

/**
 * Returns the data sources that find a repository, by the name `LOCATION/REPOSITORY`: the user chose it, so that only the
 * labels prove the owner. null for every other part: its name is its own, and it is found by an import.
 */
export function probeBlocks({ type, label, by }: LostPart): ProbeBlocks | null {
  if (type !== 'google_artifact_registry_repository' || !('name' in by)) return null;
  const [location = '', repository = ''] = by.name.split('/');
  const all = 'data.google_artifact_registry_repositories.all';
  const one = `data.google_artifact_registry_repository.${label}`;
  const names = `${all}.repositories[*].repository_id`;
  return {
    data: {
      // One for all: a stack has one region.
      [all]: { location },
      [one]: {
        for_each: `\${toset([for name in ${names} : name if name == "${repository}"])}`,
        location,
        repository_id: '${each.value}',
      },
    },
    ids: `\${[for found in ${one} : found.id if lookup(found.labels, "helix-lineage", "") == var.helix_lineage]}`,
  };
}

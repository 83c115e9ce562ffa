import type { AzureProject } from './azure-project';

/** One machine that opens one port and ends itself: the `[deploy.NAME]` table of it. */
export function machine(name: string): string {
  return `
[deploy.${name}]
provider = "azure"
region = "westeurope"
image = "docker.io/library/nginx:1.27"
cpu = 2
memory_gb = 4
storage_gb = 20
ports = [80]
ssh_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 ada"
ttl = "7d"
expire_itself = true
`;
}

/** Leaves these tables alone in a project. */
export function onlyTables(project: AzureProject, tables: string): void {
  for (const file of ['Blueprint.toml', 'README.md', 'expected-plan.txt']) project.empty(file);
  project.write('helix.toml', `[project]\nname = "small"\n${tables}`);
}

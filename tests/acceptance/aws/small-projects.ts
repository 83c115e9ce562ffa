import { AwsProject } from './aws-project';
import type { FoundTerraform } from '../terraform/found-terraform';
import type { Moto } from './moto';

/** One ECR repository: the fastest thing that AWS has for us. `apply` needs `ONLY_REPOSITORY`. */
export const REPOSITORY = `[cloud.images.ecr]
repository_name = "small"
region = "us-east-1"
`;

/** The image of a registry needs Docker. */
export const ONLY_REPOSITORY = ['--target', 'registry_repo.images'];

/** One machine that opens one port: the `[deploy.NAME]` table of it. */
export function machine(name: string, more = ''): string {
  return `
[deploy.${name}]
provider = "aws"
region = "us-east-1"
image = "docker.io/library/nginx:1.27"
cpu = 2
memory_gb = 2
storage_gb = 20
ports = [80]
env = { LEVEL = "debug" }
${more}`;
}

/** A project of these tables alone, on a machine whose `cloud.toml` sends everything to moto. */
export function smallProject(moto: Moto, terraform: FoundTerraform, tables: string): AwsProject {
  const project = new AwsProject(moto, terraform);
  for (const file of ['Blueprint.toml', 'README.md', 'expected-plan.txt', 'helix.toml']) project.empty(file);
  project.write('helix.toml', `[project]\nname = "small"\n${tables}`);
  return project;
}

/** The digest by which a plan asks to be approved. */
export function digestIn(plan: string): string {
  const digest = /--plan-digest (helix1:[0-9a-f]{64})/.exec(plan)?.[1];
  if (digest === undefined) throw new Error(`no digest in\n${plan}`);
  return digest;
}

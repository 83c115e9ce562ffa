import { digitalocean } from '../../../stacks/digitalocean';
import { FoundTerraform } from '../terraform/found-terraform';
import { StandIn } from '../stand-in/stand-in';
import { DigitalOceanCloud } from './cloud/digitalocean-cloud';
import { DigitalOceanProject } from './digitalocean-project';

/** A cloud of its own for one test, with the projects on it. */
export interface OnDigitalOcean {
  readonly cloud: DigitalOceanCloud;
  readonly standIn: StandIn;
  /** Without a table it is the example. */
  readonly project: (table?: string, token?: string) => DigitalOceanProject;
}

/** Runs a test on a stand-in with the real provider. The provider must have asked for nothing that the document lacks. */
export async function onDigitalOcean(test: (on: OnDigitalOcean) => Promise<void>): Promise<void> {
  const terraform = new FoundTerraform([digitalocean.provider]);
  const cloud = new DigitalOceanCloud();
  const standIn = await StandIn.start(cloud);
  const projects: DigitalOceanProject[] = [];
  try {
    await test({
      cloud,
      standIn,
      project: (table, token) => {
        const project = new DigitalOceanProject(standIn, terraform, table, token);
        projects.push(project);
        return project;
      },
    });
    expect(standIn.violations).toEqual([]);
  } finally {
    for (const project of projects) project.remove();
    await standIn.stop();
    terraform.remove();
  }
}

/** A machine as small as it can be. */
export const SMALL = `provider = "digitalocean"
region = "fra1"
profile = "min"
cpu = 1
memory_gb = 1
storage_gb = 20
image = "docker.io/library/nginx:1.27"
ports = [80]
`;

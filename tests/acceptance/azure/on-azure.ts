import { Certificates } from '../hosts/certificates';
import { StandIn } from '../stand-in/stand-in';
import { FoundTerraform } from '../terraform/found-terraform';
import { azure } from '../../../stacks/azure';
import { AzureProject } from './azure-project';
import type { AzureWorld } from './azure-project';
import { Arm } from './cloud/arm';
import { onlyTables } from './small-machines';

/** For the tests of a file: the real Terraform and provider, an Azure for each test, and projects that are removed after it. */
export function onAzure() {
  const made: AzureProject[] = [];
  let world: AzureWorld;
  let arm: Arm;
  beforeAll(() => {
    const certificates = new Certificates('IP:127.0.0.1');
    world = {
      certificates,
      terraform: new FoundTerraform([azure.provider]),
      standIn: undefined as unknown as StandIn,
    };
  });
  beforeEach(async () => {
    arm = new Arm();
    world = { ...world, standIn: await StandIn.start(arm, world.certificates) };
  });
  afterEach(async () => {
    made.splice(0).forEach((project) => project.remove());
    await world.standIn.stop();
    expect(world.standIn.violations).toEqual([]);
  });
  afterAll(() => {
    world.terraform.remove();
    world.certificates.remove();
  });
  return {
    arm: () => arm,
    standIn: () => world.standIn,
    /** `examples/blueprint-azure`. */
    example: (): AzureProject => {
      const project = new AzureProject(world);
      made.push(project);
      return project;
    },
    /** A project with these machines alone. */
    small: (tables: string): AzureProject => {
      const project = new AzureProject(world);
      made.push(project);
      onlyTables(project, tables);
      return project;
    },
  };
}

import { AwsProject } from './aws-project';
import { FoundTerraform } from '../terraform/found-terraform';
import { Moto } from './moto';
import { smallProject } from './small-projects';

/**
 * For the tests of a file: the real Terraform (or another program), a moto for each test (one that was reset would keep rules of groups that
 * are gone), and projects that are removed after it.
 */
export function onMoto({
  publicAddress,
  terraform = new FoundTerraform(),
}: { readonly publicAddress?: string; readonly terraform?: FoundTerraform } = {}) {
  const moto = new Moto(publicAddress);
  const made: { remove(): void }[] = [];
  beforeEach(() => moto.start());
  afterEach(async () => {
    made.splice(0).forEach((project) => project.remove());
    await moto.stop();
  });
  afterAll(() => terraform.remove());

  function removedAfterwards<T extends { remove(): void }>(project: T): T {
    made.push(project);
    return project;
  }
  return {
    terraform,
    moto,
    removedAfterwards,
    /** `examples/blueprint-aws`. */
    example: () => removedAfterwards(new AwsProject(moto, terraform)),
    /** These tables alone. */
    small: (tables: string) => removedAfterwards(smallProject(moto, terraform, tables)),
  };
}

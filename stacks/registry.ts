import { aws } from './aws';
import type { TerraformCloud } from './cloud';

/** The clouds that Helix applies through Terraform, by name. */
export const TERRAFORM_CLOUDS: Readonly<Record<string, TerraformCloud>> = { aws };

/** Returns the cloud of a name that a record has. Throws for a cloud that is not applied through Terraform. */
export function terraformCloud(name: string): TerraformCloud {
  const cloud = Object.hasOwn(TERRAFORM_CLOUDS, name) ? TERRAFORM_CLOUDS[name] : undefined;
  if (cloud === undefined) throw new Error(`no stack for ${name}`);
  return cloud;
}

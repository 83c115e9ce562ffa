import { isCloud } from '../src/clouds/index';
import type { CloudName } from '../src/clouds/index';
import { aws } from './aws';
import { azure } from './azure';
import type { TerraformCloud } from './cloud';
import { vultr } from './vultr';
import { digitalocean } from './digitalocean';
import { google } from './google';

/** The clouds that Helix applies through Terraform. */
export const TERRAFORM_CLOUDS: Readonly<Partial<Record<CloudName, TerraformCloud>>> = {
  aws,
  google,
  azure,
  digitalocean,
  vultr,
};

/** The cloud of a provider's name; undefined if Helix does not apply it through Terraform. */
export function findTerraformCloud(provider: string): TerraformCloud | undefined {
  return isCloud(provider) ? TERRAFORM_CLOUDS[provider] : undefined;
}

/** The cloud of a resource that Helix applies through Terraform. Throws for any other provider. */
export function terraformCloud(provider: string): TerraformCloud {
  const cloud = findTerraformCloud(provider);
  if (cloud === undefined) throw new Error(`no stack for ${provider}`);
  return cloud;
}

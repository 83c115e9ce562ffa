import { CONTAINER_PROVIDER } from '../../values/resource';
import { cloudNamed } from '../../clouds';

/** Returns the address of a provider, in the form that readers of Terraform's plans know: `HOST/NAMESPACE/TYPE`. */
export function providerAddress(provider: string): string {
  const terraform =
    provider === CONTAINER_PROVIDER ? 'kreuzwerker/docker' : cloudNamed(provider)?.terraformProvider;
  return terraform === undefined ? `helix-db.com/helix/${provider}` : `registry.terraform.io/${terraform}`;
}

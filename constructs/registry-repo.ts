import type { Construct } from 'constructs';
import { Resource } from './resource';
import type { ResourceProps } from './resource';

/** A repository that images are pushed to. */
export class RegistryRepo extends Resource {
  constructor(scope: Construct, name: string, props: ResourceProps) {
    super(scope, 'registry_repo', name, props);
  }
}

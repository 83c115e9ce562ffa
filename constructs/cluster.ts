import type { Construct } from 'constructs';
import { Resource } from './resource';
import type { ResourceProps } from './resource';

/** A HelixDB cluster: on Helix Cloud, anonymous, or an enterprise one that is only shown. */
export class Cluster extends Resource {
  constructor(scope: Construct, name: string, props: ResourceProps) {
    super(scope, 'cluster', name, props);
  }
}

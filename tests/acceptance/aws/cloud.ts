/** The output of `cloud.py`: AWS in one region, as Amazon's SDK reads it. */
export interface Cloud {
  readonly instances: readonly CloudInstance[];
  /** Security groups, without the default ones. */
  readonly groups: readonly {
    readonly id: string;
    readonly name: string;
    /** Protocol, first port, last port, CIDR. */
    readonly ingress: readonly (readonly [string, number | null, number | null, string])[];
    readonly egress: readonly (readonly [string, number | null, number | null, string])[];
    readonly tags: Readonly<Record<string, string>>;
  }[];
  readonly volumes: readonly {
    readonly id: string;
    readonly size: number;
    readonly type: string;
    readonly encrypted: boolean;
  }[];
  readonly keys: readonly string[];
  readonly roles: readonly {
    readonly name: string;
    readonly policies: Readonly<Record<string, unknown>>;
    readonly attached: readonly string[];
    readonly tags: Readonly<Record<string, string>>;
  }[];
  readonly profiles: readonly string[];
  readonly repositories: readonly {
    readonly name: string;
    readonly mutability: string;
    readonly scan: boolean;
    readonly encryption: unknown;
    readonly lifecycle: unknown;
    readonly tags: Readonly<Record<string, string>>;
  }[];
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
}

interface CloudInstance {
  readonly id: string;
  readonly state: string;
  readonly type: string;
  readonly architecture: string;
  readonly image: string;
  readonly spot: boolean;
  readonly subnet: string | null;
  readonly key: string | null;
  readonly profile: string | null;
  readonly publicAddress: string | null;
  readonly privateAddress: string | null;
  readonly groups: readonly string[];
  readonly metadata: unknown;
  readonly volumes: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** The machines that are there: terminated ones stay listed for a while. */
export function living(cloud: Cloud): readonly CloudInstance[] {
  return cloud.instances.filter(({ state }) => state !== 'terminated' && state !== 'shutting-down');
}

/** The counts of an empty cloud. */
export const NOTHING: Readonly<Record<keyof Cloud, number>> = {
  instances: 0,
  groups: 0,
  volumes: 0,
  keys: 0,
  roles: 0,
  profiles: 0,
  repositories: 0,
  parameters: 0,
};

/** The counts of a cloud with one machine, all that belongs to it, and nothing else. */
export const ONE_MACHINE: typeof NOTHING = {
  ...NOTHING,
  instances: 1,
  groups: 1,
  volumes: 1,
  roles: 1,
  profiles: 1,
};

/** How many there are of each kind. */
export function counts(cloud: Cloud): Readonly<Record<keyof Cloud, number>> {
  return {
    instances: living(cloud).length,
    groups: cloud.groups.length,
    volumes: cloud.volumes.length,
    keys: cloud.keys.length,
    roles: cloud.roles.length,
    profiles: cloud.profiles.length,
    repositories: cloud.repositories.length,
    parameters: cloud.parameters.length,
  };
}

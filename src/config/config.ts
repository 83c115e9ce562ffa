import type { CloudProvider, CloudRegistryKind } from '../clouds';
import type { HelixRecipe } from '../resources/helix-image/recipe';
import type { MachineSettings } from '../resources/machine';
import type { SourceRef } from '../values/resource';
import type { BuildConfig } from './build/build';
import type { Lock } from './lock/lock-file';
import type { PreviewConfig } from './preview/preview-config';
import type { BudgetConfig, PolicyConfig, Rule } from './rule';
import type { StateConfig } from './state-settings';

/**
 * A project's validated configuration: nothing in it is optional, and nothing needs another check.
 * `source` fields are places in the user's files; `configDigest` leaves them out.
 */
export interface Config {
  readonly project: { readonly name: string };
  /** The directory of the `.hx` files, relative to the project, with `/` and without `./`. */
  readonly queries: string;
  readonly containerRuntime: 'docker' | 'podman';
  /** The parts that images of `.hx` files are built from. */
  readonly recipe: HelixRecipe;
  readonly build: BuildConfig;
  readonly helixCloud: HelixCloudConfig;
  readonly lock: Lock | null;
  readonly instances: readonly DeclaredInstance[];
  /** The environment of Blueprint.toml that `--environment` selects, if any. */
  readonly environment: string | null;
  /** The address of a deployment in a dashboard, with `{id}`, `{name}` and `{blueprint_id}` in it; null: the cloud's own page. `configDigest` leaves it out. */
  readonly dashboardUrl: string | null;
  /** Whether the blueprint forbids spot machines: no command offers them. `configDigest` leaves it out, because no plan reads it. */
  readonly forbidsSpot: boolean;
  /** The location of the state; `configDigest` leaves it out, because it does not change a plan. */
  readonly state: StateConfig;
  readonly budget: BudgetConfig;
  readonly policy: PolicyConfig;
  /** null: the project has no previews. */
  readonly preview: PreviewConfig | null;
}

export interface HelixCloudConfig {
  /** An http(s) URL without a trailing slash, or `embedded`: the emulator inside the CLI. */
  readonly endpoint: string;
}

export interface InstanceBase {
  readonly name: string;
  readonly source: SourceRef;
  readonly protect: boolean;
  readonly ttlSeconds: number | null;
  /** The tags of the table, and those of `[defaults]` that it does not replace. */
  readonly tags: Readonly<Record<string, string>>;
  /** Whether `[preview]` without `from` copies it. Missing otherwise. */
  readonly preview?: true;
}

export type DeclaredInstance =
  | HelixInstance
  | AnonymousInstance
  | RegistryInstance
  | FlyInstance
  | LocalInstance
  | EnterpriseInstance
  | DeployInstance;

/** The way in which an image is built. Paths are relative to the project, with `/` and without `./`. */
export interface ImageBuild {
  /** null: the one at the project's root, where there is one. */
  readonly dockerfile: Rule<string> | null;
  /** null: the directory of the Dockerfile. */
  readonly context: string | null;
  /** The stage to build; null: the last one. */
  readonly target: string | null;
  readonly buildArgs: readonly EnvVar[];
  /** Empty: that of the engine. */
  readonly platforms: readonly string[];
}

/** `[cloud.N.helix]` */
export interface HelixInstance extends InstanceBase {
  readonly kind: 'helix';
  readonly clusterId: string;
  readonly region: string;
  /** null: the default size of the region. */
  readonly size: string | null;
  readonly buildMode: 'dev' | 'release';
  readonly envVars: readonly EnvVar[];
  readonly db: DbConfig;
}

/** An environment variable: a reference to the environment of `apply`, or a literal. */
export type EnvVar =
  | { readonly name: string; readonly type: 'reference'; readonly variable: string }
  /** `secret`: the value looks like a secret, so only its fingerprint may leave the configuration. */
  | { readonly name: string; readonly type: 'literal'; readonly value: string; readonly secret: boolean };

/** Engine settings of a HelixDB instance; null when the file does not set a value and the engine decides. */
export interface DbConfig {
  readonly vectorConfig: {
    readonly m: number;
    readonly efConstruction: number;
    readonly efSearch: number;
    readonly dbMaxSizeGb: number;
  };
  readonly secondaryIndices: readonly string[];
  readonly mcp: boolean;
  readonly bm25: boolean;
  readonly embeddingModel: string;
  readonly graphvisNodeLabel: string | null;
}

/** `[cloud.N.anonymous]`, `[cloud.N.AnonymousCloud]`: a cluster without an account. */
export interface AnonymousInstance extends InstanceBase {
  readonly kind: 'anonymous';
  /** The id of one that exists; null: apply creates it. */
  readonly instanceId: string | null;
  /** The key that deploys it, where the file says so. */
  readonly deploymentKey: EnvVar | null;
  readonly buildMode: 'dev' | 'release';
  readonly build: ImageBuild;
  readonly region: string;
  readonly db: DbConfig;
}

/** A registry in a cloud, or `[cloud.N.ghcr]`, `.docker_hub`, `.registry`. */
export interface RegistryInstance extends InstanceBase {
  readonly kind: CloudRegistryKind | 'ghcr' | 'docker_hub' | 'registry';
  readonly repository: string;
  /** The host (and port) of the registry; null in a cloud whose account is known only after apply. */
  readonly registryUrl: string | null;
  /** The account of cloud.toml by which it is applied, or whose credentials sign in. */
  readonly account?: string;
  /** null for a registry that is not in a cloud. */
  readonly region: string | null;
  readonly authType: string;
  /** The log-in of the table: two variables, `username` and `password`; null: found elsewhere. */
  readonly auth: readonly [username: EnvVar, password: EnvVar] | null;
  /** Whether plain HTTP is allowed, also where the registry is another host. */
  readonly insecure: boolean;
  /** Tags that follow the newest image. */
  readonly pushTags: readonly string[];
  /** The number of images that `helix build --prune` leaves in the repository. */
  readonly keepImages: number;
  readonly buildMode: 'dev' | 'release';
  readonly build: ImageBuild;
  readonly db: DbConfig;
}

/** The health check of an app on Fly. Without a path a connection suffices. */
export interface FlyHealth {
  readonly path: string | null;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly graceSeconds: number;
}

/** `[cloud.N.fly]` */
export interface FlyInstance extends InstanceBase {
  readonly kind: 'fly';
  readonly vmSize: string;
  readonly volume: string;
  readonly volumeInitialSizeGb: number;
  readonly authType: 'Cli' | 'ApiKey';
  readonly private: boolean;
  readonly region: string;
  readonly org: string;
  /** null: the image is built and pushed to `registry`. */
  readonly image: string | null;
  readonly registry: string;
  readonly port: number;
  readonly envVars: readonly EnvVar[];
  readonly health: FlyHealth;
  readonly buildMode: 'dev' | 'release';
  readonly build: ImageBuild;
  readonly db: DbConfig;
}

/** `[local.N]`: a container on this host, built (eras B, C) or prebuilt (eras D, E). */
export interface LocalInstance extends InstanceBase {
  readonly kind: 'local';
  readonly port: number;
  /** The address of this host that the port is published on. */
  readonly bind: '127.0.0.1' | '0.0.0.0';
  /** null: no limit. */
  readonly cpus: number | null;
  readonly memoryGb: number | null;
  readonly envVars: readonly EnvVar[];
  readonly runtime:
    | { readonly type: 'built'; readonly buildMode: 'dev' | 'release'; readonly build: ImageBuild }
    | {
        readonly type: 'prebuilt';
        readonly image: string;
        readonly tag: string;
        /** When the image is pulled. */
        readonly pull: 'always' | 'missing' | 'never';
        readonly storage: 'memory' | 'disk' | 's3';
        readonly s3: {
          readonly bucket: string;
          readonly prefix: string;
          readonly region: string;
          readonly endpointUrl: string | null;
          readonly allowHttp: boolean;
        } | null;
      };
  readonly db: DbConfig;
}

/** `[enterprise.N]`: listed, never created or destroyed. */
export interface EnterpriseInstance extends InstanceBase {
  readonly kind: 'enterprise';
  /** A cluster id, or `cluster:<id>` / `tenant:<id>`. */
  readonly id: string;
}

/** `[deploy.N]`, sized from `[blueprint.resources]`. */
export interface DeployInstance extends InstanceBase, MachineSettings {
  readonly kind: 'deploy';
  readonly provider: CloudProvider;
  readonly region: string | null;
  /** null: built from the project's Dockerfile and pushed to its own registry. */
  readonly image: string | null;
  /** The way in which that image is built; unused with an `image`. */
  readonly build: ImageBuild;
  /** The host (and port) of the registry for a built image; null: the cloud's own. */
  readonly registryUrl: string | null;
  readonly env: readonly EnvVar[];
}

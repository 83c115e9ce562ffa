import type { RegistryLogin } from '../../connection/docker-config';
import type { Labels } from '../../labels';

/** Builds images: the engine's own builder, or BuildKit through `docker buildx`. */
export interface Builder {
  /** Whether it can push what it builds: then the engine of this host does not need to have it. */
  readonly pushes: boolean;
  /**
   * Builds one image, and pushes it where `push` asks for that and the builder can. Safe to repeat.
   * @throws HelixError `failed` with the last lines of the step that failed, `cancelled` when the signal aborts
   */
  build(request: BuildRequest): Promise<BuiltImage>;
}

/** One image to build. */
export interface BuildRequest {
  /** Returns the build context as a tar archive. Each call gives a new stream. */
  readonly archive: () => AsyncIterable<Uint8Array>;
  /** The path of the Dockerfile in the archive. */
  readonly dockerfile: string;
  readonly dockerfileText: string;
  /** The stage to build; null: the last one. */
  readonly target: string | null;
  /** The values of build arguments. They exist here alone: never in a log, an error, or the arguments of a process. */
  readonly buildArgs: Readonly<Record<string, string>>;
  /** The values among them that must not be shown where a step prints them. */
  readonly secrets: readonly string[];
  /** `linux/amd64`; empty: the engine's own. */
  readonly platforms: readonly string[];
  readonly labels: Labels;
  /** `127.0.0.1:5000/acme/api:1c9f0b2a77d1` */
  readonly tags: readonly [string, ...string[]];
  readonly push: boolean;
  /** Whether the registry that is pushed to may be reached without TLS. */
  readonly insecure: boolean;
  readonly noCache: boolean;
  /** Whether base images are pulled although they are there. */
  readonly pull: boolean;
  /** The log-ins of base images' registries, and of the one that is pushed to, by host. */
  readonly logins: ReadonlyMap<string, RegistryLogin>;
  /** Seconds since 1970: the time of everything in the image, where the builder can set it. The image's labels tell. */
  readonly epoch: number;
  readonly progress: (progress: BuildProgress) => void;
  /** Takes what went wrong without failing the build, such as a cache that cannot be reached. */
  readonly warn: (text: string) => void;
  /** Takes the lines that the builder prints. */
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The step that a build is at. */
export interface BuildProgress {
  readonly step: number;
  readonly of: number;
  /** Several platforms are built at once: each has its steps. */
  readonly platform?: string;
}

/** An image that was built. */
export interface BuiltImage {
  /** The id in the engine; null for one that only a registry has. */
  readonly imageId: string | null;
  /** `sha256:...` of its manifest or index, known once it is pushed. */
  readonly digest: string | null;
  readonly pushed: boolean;
  /** The steps of the Dockerfile, and those of them that a cache had. */
  readonly steps: { readonly of: number; readonly cached: number };
}

/** The files of a project beside its configuration, as digests. */
export interface ProjectContents {
  /** Path of each `.hx` file below the queries directory -> SHA-256 of its text. */
  readonly queries: Readonly<Record<string, string>>;
  /** Digest of the Docker build context; null without a Dockerfile. */
  readonly buildContext: string | null;
}

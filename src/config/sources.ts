import type { SourceText } from './text/source-text';

/** The files of a project that exist. */
export interface ConfigSources {
  readonly helixToml?: SourceText;
  /** Blueprint.toml or blueprint.toml. */
  readonly blueprint?: SourceText;
  /** Cargo.toml; read when there is no Blueprint.toml. */
  readonly cargo?: SourceText;
  /** helix.lock.json */
  readonly lock?: SourceText;
  /** config.hx.json, the configuration of HelixDB 1; refused when there is no helix.toml. */
  readonly eraA?: SourceText;
}

/** The parts that every image of HelixDB 2.x of a project is built from, beside its queries. */
export interface HelixRecipe {
  /** The tag of HelixDB's source. */
  readonly helixVersion: string;
  /** The URL of the git repository that has it. */
  readonly repository: string;
  /** An image with Rust and cargo-chef. */
  readonly buildBase: string;
  /** An image with apt-get, in which the server runs. */
  readonly runtimeBase: string;
}

/** The recipe of a project that names none. The digests of these tags are not known here: pin them by a key. */
export const DEFAULT_RECIPE: HelixRecipe = {
  helixVersion: 'v2.3.5',
  repository: 'https://github.com/HelixDB/helix-db.git',
  buildBase: 'lukemathwalker/cargo-chef:latest-rust-1.88',
  runtimeBase: 'debian:bookworm-slim',
};

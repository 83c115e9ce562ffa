/** Files that make a directory a project; `Cargo.toml` only when it is one by `isBlueprintCargo`. */
export const PROJECT_MARKERS: ReadonlySet<string> = new Set([
  'helix.toml',
  'Blueprint.toml',
  'blueprint.toml',
  'Cargo.toml',
  // A project of HelixDB 1, which is refused with the equivalent helix.toml.
  'config.hx.json',
]);

/** Whether a Cargo.toml contains blueprint metadata. */
export function isBlueprintCargo(text: string): boolean {
  return /^\s*\[\s*package\s*\.\s*metadata\s*\.\s*blueprint\s*[\].]/m.test(text);
}

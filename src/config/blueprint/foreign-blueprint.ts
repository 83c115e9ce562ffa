import { members } from '../helix-toml/instances/declared-tables';
import type { TomlDocument } from '../text/document';
import { problem } from '../validation/problems';
import type { Finding } from '../validation/problems';
import { tomlPair } from '../text/toml-text';
import type { Problem } from '../../errors';

/** Returns the problem of a Blueprint.toml without `[blueprint]`; null for a file that Helix reads. */
export function foreignFileProblem(document: TomlDocument): Problem | null {
  const { data } = document;
  if (Object.hasOwn(data, 'requirements')) return problem('error', requirements(document));
  if (Object.hasOwn(data, 'blueprint') || Object.hasOwn(data, 'deploy')) return null;
  const osImage = ['packages', 'modules', 'groups', 'customizations', 'distro', 'containers'].some((key) =>
    Object.hasOwn(data, key),
  );
  return problem('error', {
    code: 'foreign-file',
    message: osImage
      ? 'This belongs to another program: it describes an operating system image (osbuild, Image Builder).'
      : 'This belongs to another program: it has neither `[blueprint]` nor `[deploy.NAME]`.',
    hint: 'Declare the deployment in helix.toml, or move one of the two files to another directory.',
    place: () => document.place([], 'table'),
  });
}

/** Returns the problem of the `[requirements.*]` schema, a proposal that was never adopted, with its values in the current form. */
function requirements(document: TomlDocument): Finding {
  const of = (...path: string[]): unknown => {
    let value: unknown = document.data;
    for (const key of path) value = Object.fromEntries(members(value))[key];
    return value;
  };
  const amount = (profile: string, section: string, key: string, fallback: number): number => {
    const value = of('requirements', profile, section, key);
    return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
  };
  const name = of('metadata', 'name');
  const lines = [
    '[blueprint]',
    ...(typeof name === 'string' ? [tomlPair('name', name)] : []),
    '',
    '[blueprint.resources]',
    tomlPair('min_cpu', amount('minimum', 'compute', 'cpu_cores', 0.5)),
    tomlPair('min_memory_gb', amount('minimum', 'storage', 'memory_gb', 1)),
    tomlPair('min_storage_gb', amount('minimum', 'storage', 'disk_gb', 5)),
    tomlPair('recommended_cpu', amount('recommended', 'compute', 'cpu_cores', 2)),
    tomlPair('recommended_memory_gb', amount('recommended', 'storage', 'memory_gb', 4)),
    tomlPair('recommended_storage_gb', amount('recommended', 'storage', 'disk_gb', 20)),
  ];
  return {
    code: 'requirements-schema',
    message: 'The `[requirements.*]` form is not supported.',
    hint: `Write this instead:\n${lines.join('\n')}`,
    place: () => document.place(['requirements'], 'key'),
  };
}

import { removeTable } from '../config/edit/edit';
import type { DeclaredInstance } from '../config/config';
import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import { checkConfig, requireConfig } from './project/check-config';
import { requireEdit } from './project/edit-config';

/** Takes an instance's table out of its file, in place. Its resources must be gone already. Returns the file. */
export async function forget(ports: Ports, request: { directory: string; name: string }): Promise<string> {
  const checked = await checkConfig(ports, { directory: request.directory, environment: null });
  const { root } = checked;
  const config = requireConfig(checked);
  const instance = config.instances.find(({ name }) => name === request.name);
  if (instance === undefined) throw new HelixError('not-found', `there is no instance "${request.name}"`);
  const { file } = instance.source;
  const source = { file, text: (await ports.files.readText(root, file)) ?? '' };
  const { text } = requireEdit(source, removeTable(source, tableOf(instance)));
  await ports.files.writeText(root, file, text);
  return file;
}

function tableOf(instance: DeclaredInstance): readonly string[] {
  switch (instance.kind) {
    case 'local':
    case 'enterprise':
      return [instance.kind, instance.name];
    case 'deploy': {
      const inCargo = instance.source.file.endsWith('Cargo.toml');
      return [...(inCargo ? ['package', 'metadata', 'blueprint'] : []), 'deploy', instance.name];
    }
    case 'helix':
    case 'anonymous':
    case 'ecr':
    case 'ghcr':
    case 'docker_hub':
    case 'registry':
    case 'fly':
      return ['cloud', instance.name];
  }
}

import { removeTable } from '../config/edit/edit';
import type { DeclaredInstance } from '../config/config';
import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import { checkConfig } from './project/project';

/** Takes an instance's table out of its file, in place. Its resources must be gone already. Returns the file. */
export async function forget(ports: Ports, request: { directory: string; name: string }): Promise<string> {
  const { root, config, problems } = await checkConfig(ports, {
    directory: request.directory,
    environment: null,
  });
  if (config === null) throw new HelixError('config', 'the configuration has errors', { problems });
  const instance = config.instances.find(({ name }) => name === request.name);
  if (instance === undefined) throw new HelixError('not-found', `there is no instance "${request.name}"`);
  const { file } = instance.source;
  const text = (await ports.files.readText(root, file)) ?? '';
  const edit = removeTable({ file, text }, tableOf(instance));
  if (edit.problem !== null) {
    throw new HelixError('config', `${file} was left as it is`, { problems: [edit.problem] });
  }
  await ports.files.writeText(root, file, edit.text);
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

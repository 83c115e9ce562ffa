import { removeTable } from '../config/edit/edit';
import { tablePathOf } from '../config/edit/table-path';
import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import { checkConfig, requireConfig } from './project/check-config';
import { requireEdit } from './project/edit-config';
import type { ProjectRequest } from './project/project';
import { readState } from './state/state';

export interface DeleteRequest extends ProjectRequest {
  readonly name: string;
}

/**
 * Destroys an instance, where it exists, and then removes its table from the file, in place. Returns the file; null where
 * `destroy` did not succeed, which leaves the file alone.
 */
export async function deleteInstance(
  ports: Ports,
  request: DeleteRequest,
  destroy: () => Promise<boolean>,
): Promise<string | null> {
  const { state } = await readState(ports, request);
  const exists = Object.values(state?.resources ?? {}).some(({ name }) => name === request.name);
  if (exists && !(await destroy())) return null;
  return removeDeclaration(ports, request);
}

/** Removes the tables of the instances that are declared, in place. Returns them with their files. */
export async function removeDeclarations(
  ports: Ports,
  request: ProjectRequest,
  names: readonly string[],
): Promise<readonly { readonly name: string; readonly file: string }[]> {
  const { instances } = requireConfig(await checkConfig(ports, request));
  const removed: { name: string; file: string }[] = [];
  for (const name of names) {
    if (!instances.some((instance) => instance.name === name)) continue;
    removed.push({ name, file: await removeDeclaration(ports, { ...request, name }) });
  }
  return removed;
}

async function removeDeclaration(
  ports: Ports,
  { directory, name }: Pick<DeleteRequest, 'directory' | 'name'>,
): Promise<string> {
  const checked = await checkConfig(ports, { directory, environment: null });
  const instance = requireConfig(checked).instances.find((declared) => declared.name === name);
  if (instance === undefined) throw new HelixError('not-found', `there is no instance "${name}"`);
  const { root } = checked;
  const { file } = instance.source;
  const source = { file, text: (await ports.files.readText(root, file)) ?? '' };
  const { text } = requireEdit(source, removeTable(source, tablePathOf(instance)));
  await ports.files.writeText(root, file, text);
  return file;
}

import { addTable } from '../config/edit/edit';
import type { Ports } from '../ports/ports';
import { checkConfig, requireConfig } from './project/check-config';
import { assertNewName, checkEdit, readHelixToml, requireEdit } from './project/edit-config';
import { makeCluster } from './project/new-cluster';
import type { WantedCluster } from './project/new-cluster';
import { imageTable } from './project/image-table';
import type { WantedImage } from './project/image-table';
import { localTable } from './project/new-local';
import type { WantedLocal } from './project/new-local';
import { pinRegionsIfPossible } from './project/pin-regions';

export interface AddRequest {
  readonly directory: string;
  readonly name: string;
  readonly cluster: WantedCluster;
}

/** Declares a cluster in helix.toml, in place: comments and order stay. Creates nothing remote. */
export async function addCluster(
  ports: Ports,
  { directory, name, cluster }: AddRequest,
): Promise<{ clusterId: string; notes: string[] }> {
  const checked = await checkConfig(ports, { directory, environment: null });
  const { root } = checked;
  const config = requireConfig(checked);
  const source = await readHelixToml(ports, root, '`helix init` makes one beside Blueprint.toml.');
  assertNewName(name, config);
  const { clusterId, table, notes } = await makeCluster(ports, name, cluster);
  const edited = requireEdit(source, addTable(source, ['cloud', name, 'helix'], table));
  const pinned = await pinRegionsIfPossible(ports, root);
  await checkEdit(ports, root, edited);
  await ports.files.writeText(root, edited.file, edited.text);
  return { clusterId, notes: [...notes, ...pinned] };
}

export interface AddLocalRequest {
  readonly directory: string;
  readonly name: string;
  readonly local: WantedLocal;
}

/** Declares a container of this host in helix.toml, in place: comments and order stay. */
export async function addLocal(ports: Ports, { directory, name, local }: AddLocalRequest): Promise<void> {
  const checked = await checkConfig(ports, { directory, environment: null });
  const config = requireConfig(checked);
  const source = await readHelixToml(ports, checked.root, '`helix init` makes one beside Blueprint.toml.');
  assertNewName(name, config);
  const table = localTable(local, config.instances);
  const edited = requireEdit(source, addTable(source, ['local', name], table));
  await checkEdit(ports, checked.root, edited);
  await ports.files.writeText(checked.root, edited.file, edited.text);
}

export interface AddImageRequest {
  readonly directory: string;
  readonly name: string;
  readonly image: WantedImage;
}

/** Declares an image that is built and pushed, and what runs it, in helix.toml, in place. Creates nothing remote. */
export async function addImage(ports: Ports, { directory, name, image }: AddImageRequest): Promise<void> {
  const checked = await checkConfig(ports, { directory, environment: null });
  const config = requireConfig(checked);
  const { root } = checked;
  const source = await readHelixToml(ports, root, '`helix init` makes one beside Blueprint.toml.');
  assertNewName(name, config);
  const owner = await readOwner(ports, root);
  const table = imageTable(image, { project: config.project.name, name, owner });
  const edited = requireEdit(source, addTable(source, ['cloud', name, image.kind], table));
  await checkEdit(ports, root, edited);
  await ports.files.writeText(root, edited.file, edited.text);
}

/** Reads what a new instance must fit to: the names that are taken, and the owner of the project's repository. */
export async function readAddable(
  ports: Ports,
  directory: string,
): Promise<{ readonly owner: string | null; readonly assertNew: (name: string) => void }> {
  const checked = await checkConfig(ports, { directory, environment: null });
  const config = requireConfig(checked);
  return {
    owner: await readOwner(ports, checked.root),
    assertNew: (name) => assertNewName(name, config),
  };
}

/** Reads the owner of the repository that the project was cloned from: `acme` of `https://HOST/acme/shop`. */
export async function readOwner(ports: Pick<Ports, 'files'>, root: string): Promise<string | null> {
  const page = await ports.files.readSourceUrl(root);
  const [, owner = null] = page === null ? [] : (/^https?:\/\/[^/]+\/([^/]+)\//.exec(page) ?? []);
  return owner;
}

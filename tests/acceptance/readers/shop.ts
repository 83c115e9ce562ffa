import { TestProject } from '../../helix';

const BEFORE = `[project]
name = "shop"

[helix_cloud]
endpoint = "embedded"

[cloud.keep.helix]
cluster_id = "shop-keep"
size = "large"

[cloud.grow.helix]
cluster_id = "shop-grow"

[cloud.move.helix]
cluster_id = "shop-move"
region = "us-east-1"

[cloud.old.helix]
cluster_id = "shop-old"
`;
const EDITS = [
  ['cluster_id = "shop-grow"', 'cluster_id = "shop-grow"\nsize = "medium"\nenv_vars = { LEVEL = "info" }'],
  ['region = "us-east-1"', 'region = "eu-west-1"'],
  ['[cloud.old.helix]\ncluster_id = "shop-old"', '[cloud.new.helix]\ncluster_id = "shop-new"'],
] as const;

/** A project of four clusters, with one edit of each kind, and the files with its plans. */
export interface Shop {
  readonly project: TestProject;
  /** The plan of a first apply. */
  readonly first: string;
  /** The plan right after that, which changes nothing. */
  readonly same: string;
  /** The plan of an update, a replacement, a creation, a deletion, and a cluster that stays as it is. */
  readonly mixed: string;
}

/** Makes the shop, on the emulator inside Helix, with the outputs that other programs read. */
export async function openShop(): Promise<Shop> {
  const project = new TestProject({ 'helix.toml': BEFORE, 'db/schema.hx': 'N::Item { name: String }\n' });
  const savePlan = async (file: string) => {
    project.write(file, await project.runHelix('plan', '--json'));
    return file;
  };
  const first = await savePlan('first.json');
  await project.runHelix('apply', '--auto-approve');
  const same = await savePlan('same.json');
  for (const [from, to] of EDITS) project.edit('helix.toml', from, to);
  return { project, first, same, mixed: await savePlan('mixed.json') };
}

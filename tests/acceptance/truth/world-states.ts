import { MemoryWorld } from '../../in-process/memory-world';
import { CloudBehind } from './cloud-behind';

const HOUR_MS = 3_600_000;
const HX = { 'db/schema.hx': 'N::User { name: String }\n' };

/** A world in which something happened, and the cloud of it. */
export interface Situation {
  readonly world: MemoryWorld;
  readonly cloud: CloudBehind;
}

/** Returns a helix.toml with one cluster, `a`; `more` are further tables. */
export function declared(keys = '', more = '', name = 'a'): string {
  return `[project]\nname = "shop"\n\n[cloud.${name}.helix]\ncluster_id = "id-a"\n${keys}\n${more}`;
}

const UNSUPPORTED = `
[deploy.web]
provider = "google"
region = "us-central1"
image = "docker.io/library/nginx:1.27"
cpu = 1
memory_gb = 1
`;

const OTHER = '\n[cloud.b.helix]\ncluster_id = "id-b"\n';

async function apply({ world }: Situation, toml: string, code = 0): Promise<void> {
  world.write('helix.toml', toml);
  const run = await world.run('apply', '--auto-approve');
  if (run.code !== code) throw new Error(`apply ended with ${run.code}\n${run.stdout}${run.stderr}`);
}

async function makeApplied(toml = declared()): Promise<Situation> {
  const world = new MemoryWorld({ files: { 'helix.toml': toml, ...HX } });
  const situation = { world, cloud: new CloudBehind(world) };
  await apply(situation, toml);
  return situation;
}

async function makeEdited(before: string, after: string): Promise<Situation> {
  const situation = await makeApplied(before);
  situation.world.write('helix.toml', after);
  return situation;
}

function declaredOnly(toml: string): Situation {
  const world = new MemoryWorld({ files: { 'helix.toml': toml, ...HX } });
  return { world, cloud: new CloudBehind(world) };
}

async function makeExpired(before: string, after = before): Promise<Situation> {
  const situation = await makeApplied(before);
  await situation.world.clock.sleep(3 * HOUR_MS);
  situation.world.write('helix.toml', after);
  return situation;
}

async function makeDown(after?: string): Promise<Situation> {
  const situation = await makeExpired(declared('ttl = "2h"'));
  await situation.world.run('destroy', '--expired', '--auto-approve');
  if (after !== undefined) situation.world.write('helix.toml', after);
  return situation;
}

/** Kills an apply after the cloud has begun to create the cluster, and lets the lease of the dead process end. */
async function makeKilled(hasCreated: boolean): Promise<Situation> {
  for (let step = 1; ; step += 1) {
    const situation = declaredOnly(declared());
    const { world } = situation;
    if ((await world.killed(step, 'apply', '--auto-approve')) !== null)
      throw new Error('never killed in time');
    const { open = [] } = JSON.parse((await world.run('state', 'pull')).stdout || '{}') as {
      open?: unknown[];
    };
    const exists = (await world.listClusters()).length > 0;
    if (open.length > 0 && exists === hasCreated) return situation;
  }
}

/** The states of the world, by what happened. */
export const STATES: Readonly<Record<string, () => Promise<Situation>>> = {
  'declared, not applied': async () => Promise.resolve(declaredOnly(declared())),
  'applied, nothing happened since': () => makeApplied(),
  'edited in the file': () => makeEdited(declared('size = "small"'), declared('size = "medium"')),
  'gone: deleted outside': async () => {
    const situation = await makeApplied();
    await situation.cloud.delete('id-a');
    return situation;
  },
  'foreign: adopted by somebody else': async () => {
    const situation = await makeApplied();
    await situation.cloud.adopt('id-a');
    return situation;
  },
  'foreign and no longer declared': async () => {
    const situation = await makeApplied(declared() + OTHER);
    await situation.cloud.adopt('id-b');
    situation.world.write('helix.toml', declared());
    return situation;
  },
  'foreign before the first apply': async () => {
    const situation = declaredOnly(declared());
    await situation.cloud.create('id-a');
    return situation;
  },
  'unresolved: killed before the cloud created it': () => makeKilled(false),
  'unresolved: killed after the cloud created it': () => makeKilled(true),
  'changed outside': async () => {
    const situation = await makeApplied(declared('size = "small"'));
    await situation.cloud.setSize('id-a', 'medium');
    return situation;
  },
  'stopped by Helix': async () => {
    const situation = await makeApplied();
    await situation.world.run('stop', 'a');
    return situation;
  },
  'stopped outside': async () => {
    const situation = await makeApplied();
    await situation.cloud.stop('id-a');
    return situation;
  },
  'over budget': () =>
    makeEdited(declared('size = "small"'), declared('size = "medium"', '[budget]\nmonthly_usd = 1\n')),
  'against a policy': () =>
    makeEdited(declared('ttl = "2h"'), declared('', '[policy]\nrequire_ttl = true\n')),
  'protected, and its table removed': () => makeEdited(declared() + `${OTHER}protect = true\n`, declared()),
  'protected, and to be replaced': () =>
    makeEdited(declared('protect = true'), declared('protect = true\nregion = "eu-west-1"')),
  'expired, not yet destroyed': () => makeExpired(declared('ttl = "2h"')),
  'expired, and deleted outside': async () => {
    const situation = await makeExpired(declared('ttl = "2h"'));
    await situation.cloud.delete('id-a');
    return situation;
  },
  'gone and no longer declared': async () => {
    const situation = await makeApplied(declared() + OTHER);
    await situation.cloud.delete('id-b');
    situation.world.write('helix.toml', declared());
    return situation;
  },
  'expired, with an edit that waits': () =>
    makeExpired(declared('ttl = "2h"'), declared('ttl = "2h"\nsize = "large"')),
  'expired and protected, with an edit': () =>
    makeExpired(
      declared('ttl = "2h"\nprotect = true\nsize = "small"'),
      declared('ttl = "2h"\nprotect = true\nsize = "large"'),
    ),
  'a ttl shortened below the age': () => makeExpired(declared('ttl = "2d"'), declared('ttl = "2h"')),
  'a tombstone': () => makeDown(),
  'a tombstone, renewed': async () => {
    const situation = await makeDown();
    await situation.world.run('renew', 'a');
    return situation;
  },
  'refused queries': async () => {
    const situation = await makeApplied();
    situation.world.write('db/queries.hx', 'QUERY (((broken\n');
    await apply(situation, declared(), 4);
    return situation;
  },
  'a cluster that failed to provision': async () => {
    const situation = declaredOnly(declared());
    situation.world.fail([{ fault: { kind: 'failed-provisioning', reason: 'no capacity' }, next: 1 }]);
    await apply(situation, declared(), 4);
    return situation;
  },
  'renamed, with the same id': () => makeEdited(declared(), declared('', '', 'renamed')),
  'a table removed': () => makeEdited(declared() + OTHER, declared()),
  'only what this version cannot apply': () => makeEdited(declared(), declared('', UNSUPPORTED)),
  'an edit beside what this version cannot apply': () =>
    makeEdited(declared('size = "small"'), declared('size = "medium"', UNSUPPORTED)),
};

import type { ContainerInspectInfo } from 'dockerode';
import { hasStatus } from '../connection/engine-error';
import { FOLDER_LABEL, lineageFilter, ownerIn, ownerLabels } from '../labels';
import { assertOurs, isOurVolume } from './owned';
import type { Site } from './site';

/** Makes sure that the network exists. @throws HelixError `refused` when somebody else has one of that name */
export async function ensureNetwork(site: Site, name: string): Promise<void> {
  const { engine, owner, project } = site;
  const find = () => engine.find((docker) => docker.getNetwork(name).inspect() as Promise<NetworkFound>);
  const found = await find();
  if (found === null) {
    site.assertHeld();
    const Labels = ownerLabels(project, owner);
    try {
      await engine.ask((docker) => docker.createNetwork({ Name: name, Labels, CheckDuplicate: true }));
      return;
    } catch (error) {
      if (!hasStatus(error, 409)) throw error;
    }
  }
  assertOurs({ what: 'network', name, labels: (found ?? (await find()))?.Labels }, owner);
}

/** Makes sure that the volume exists; one that a former container of ours has left is used, with its data. */
export async function ensureVolume(site: Site, name: string): Promise<void> {
  const { engine, owner, project } = site;
  const found = await engine.find((docker) => docker.getVolume(name).inspect());
  if (found === null) {
    site.assertHeld();
    const Labels = { ...ownerLabels(project, owner), [FOLDER_LABEL]: site.folder };
    await engine.ask((docker) => docker.createVolume({ Name: name, Labels }));
    await reportUnusedVolumes(site, name);
    return;
  }
  assertOurs({ what: 'volume', name, labels: found.Labels }, owner);
}

/** Reports data of this state that no container uses: whoever renames a project after a destroy looks for it. */
async function reportUnusedVolumes({ engine, owner, project, phase }: Site, made: string): Promise<void> {
  const label = [lineageFilter(ownerLabels(project, owner))];
  const filters = JSON.stringify({ label });
  const { Volumes } = await engine.ask((docker) => docker.listVolumes({ filters }));
  const containers = await engine.ask((docker) => docker.listContainers({ all: true }));
  const used = new Set(containers.flatMap(({ Mounts }) => Mounts.map(({ Name }) => Name)));
  for (const { Name, Labels } of (Volumes as typeof Volumes | null) ?? []) {
    if (Name === made || used.has(Name) || !isOurVolume({ labels: Labels }, owner)) continue;
    const address = ownerIn(Labels)?.address ?? 'another instance';
    phase(`warning: this instance begins without data; that of ${address} is in the volume ${Name}`);
  }
}

/** Takes a container out of the network. Podman removes no network that a container is in, even one that has ended. */
export async function leaveNetwork(
  { engine, assertHeld }: Site,
  { Id: Container, NetworkSettings }: ContainerInspectInfo,
  name: string,
): Promise<void> {
  if (!Object.hasOwn(NetworkSettings.Networks, name)) return;
  assertHeld();
  await engine.find(
    (docker) => docker.getNetwork(name).disconnect({ Container, Force: true }) as Promise<unknown>,
  );
}

/** Removes the network. One that is somebody else's is left alone. */
export async function removeNetwork(site: Site, name: string): Promise<void> {
  const { engine, owner } = site;
  const found = await engine.find((docker) => docker.getNetwork(name).inspect() as Promise<NetworkFound>);
  if (found === null) return;
  assertOurs({ what: 'network', name, labels: found.Labels }, owner);
  site.assertHeld();
  await engine.find((docker) => docker.getNetwork(name).remove() as Promise<unknown>);
}

/** Removes the volume with its data. */
export async function removeVolume(site: Site, name: string): Promise<void> {
  const { engine, owner } = site;
  const found = await engine.find((docker) => docker.getVolume(name).inspect());
  if (found === null) return;
  assertOurs({ what: 'volume', name, labels: found.Labels }, owner);
  site.assertHeld();
  await engine.find((docker) => docker.getVolume(name).remove() as Promise<unknown>);
}

interface NetworkFound {
  readonly Labels?: Record<string, string>;
}

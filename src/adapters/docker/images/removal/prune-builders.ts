import type { PrunedImage } from '../../../../ports/engine-verbs';
import { BUILDER_VARIABLE } from '../../buildx/builder-instance';
import type { ContainerEngine } from '../../connection/container-engine';

/** The beginning that buildx gives the container of a builder, before the builder's name and a number. */
const CONTAINER = /^\/?buildx_buildkit_(helix-container-[0-9a-f]{8})\d+$/;

/**
 * Removes the builders that Helix has made in an engine, with the volumes of their layers, which no prune of Docker touches.
 * They hold nothing but a cache: the next build makes its builder again.
 */
export async function pruneBuilders(
  engine: ContainerEngine,
  { dryRun, assertHeld }: { readonly dryRun: boolean; readonly assertHeld: () => void },
): Promise<readonly PrunedImage[]> {
  const found = await engine.ask((docker) => docker.listContainers({ all: true }));
  const pruned: PrunedImage[] = [];
  for (const { Id, Names } of found) {
    const [container, builder] = CONTAINER.exec(Names[0] ?? '') ?? [];
    if (builder === undefined || !(await isOurs(engine, Id, builder))) continue;
    const volume = `${container?.replace(/^\//, '') ?? ''}_state`;
    const sizeBytes = await readVolumeSize(engine, volume);
    if (!dryRun) {
      assertHeld();
      await engine.find((docker) => docker.getContainer(Id).remove({ force: true, v: true }));
      await engine.find((docker) => docker.getVolume(volume).remove() as Promise<unknown>);
    }
    const outcome = dryRun ? 'unused' : 'removed';
    pruned.push({ place: 'builder', name: builder, digest: '', sizeBytes, outcome, reason: null });
  }
  return pruned;
}

/** A builder of somebody else may have any name; the variable is written by us alone. */
async function isOurs(engine: ContainerEngine, id: string, builder: string): Promise<boolean> {
  const found = await engine.find((docker) => docker.getContainer(id).inspect());
  return found?.Config.Env.includes(`${BUILDER_VARIABLE}=${builder}`) ?? false;
}

/** Reads the size of a volume; 0 where the engine has not measured it. */
async function readVolumeSize(engine: ContainerEngine, name: string): Promise<number> {
  const { Volumes } = (await engine.ask((docker) => docker.df())) as DiskUsage;
  const size = Volumes?.find((volume) => volume.Name === name)?.UsageData?.Size ?? 0;
  return Math.max(size, 0);
}

interface DiskUsage {
  readonly Volumes?:
    | readonly { readonly Name: string; readonly UsageData?: { readonly Size: number } | null }[]
    | null;
}

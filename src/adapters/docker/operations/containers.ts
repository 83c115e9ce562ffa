import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import { hasStatus } from '../connection/engine-error';
import { CONFIG_LABEL, OPERATION_LABEL } from '../labels';
import { assertOurs } from './owned';
import type { Site } from './site';

/** The time that a container gets to end by itself, before it is killed. */
const GRACE_SECONDS = 10;

/** Returns our container of that name; null without one. @throws HelixError `refused` for somebody else's */
export async function findOurs(
  { engine, owner }: Pick<Site, 'engine' | 'owner'>,
  name: string,
): Promise<ContainerInspectInfo | null> {
  const found = await engine.find((docker) => docker.getContainer(name).inspect());
  if (found !== null) assertOurs({ what: 'container', name, labels: found.Config.Labels }, owner);
  return found;
}

/** Creates a container. Another of its name must not exist. */
export async function createContainer(site: Site, spec: ContainerCreateOptions): Promise<string> {
  site.assertHeld();
  const { name, ...body } = spec;
  // The library would put all of it into the address as well, values of secrets included, and addresses are logged.
  const apart = { _query: { name }, _body: body };
  const { id } = await site.engine.ask((docker) => docker.createContainer(apart as ContainerCreateOptions));
  return id;
}

/**
 * Creates a container, or takes over one of ours that has its name already, where a request that was cut off has made it. One
 * that was asked to be something else is removed first. @throws HelixError `refused` for somebody else's
 */
export async function createOrAdopt(site: Site, spec: ContainerCreateOptions): Promise<string> {
  try {
    return await createContainer(site, spec);
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
    const found = await findOurs(site, spec.name ?? '');
    if (found === null) throw error;
    const isSame = [CONFIG_LABEL, OPERATION_LABEL].every(
      (label) => found.Config.Labels[label] === spec.Labels?.[label],
    );
    if (isSame) return found.Id;
    await removeContainer(site, found.Id);
    return createContainer(site, spec);
  }
}

/** Starts a container that may already run. */
export async function startContainer(site: Pick<Site, 'engine' | 'assertHeld'>, id: string): Promise<void> {
  site.assertHeld();
  await waitUnlessDone(site.engine.ask((docker) => docker.getContainer(id).start() as Promise<unknown>));
}

/** Stops a container that may already be stopped. */
export async function stopContainer(site: Pick<Site, 'engine' | 'assertHeld'>, id: string): Promise<void> {
  site.assertHeld();
  await waitUnlessDone(
    site.engine.ask((docker) => docker.getContainer(id).stop({ t: GRACE_SECONDS }) as Promise<unknown>),
  );
}

export async function renameContainer(site: Site, id: string, name: string): Promise<void> {
  site.assertHeld();
  await site.engine.ask((docker) => docker.getContainer(id).rename({ name }) as Promise<unknown>);
}

/** Removes a container, running or not, that may already be gone. Its named volumes stay. */
export async function removeContainer(site: Site, id: string): Promise<void> {
  site.assertHeld();
  try {
    await site.engine.find(
      (docker) => docker.getContainer(id).remove({ force: true, v: true }) as Promise<unknown>,
    );
  } catch (error) {
    // Somebody else is removing it at this moment.
    if (!hasStatus(error, 409)) throw error;
  }
}

/** Waits for a request that answers 304 when there is nothing to do. */
async function waitUnlessDone(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!hasStatus(error, 304)) throw error;
  }
}

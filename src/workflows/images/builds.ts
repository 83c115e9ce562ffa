import { verbRefusal } from '../../operations/verb-refusal';
import type { BuildSummary, BuildVerbs, Verification } from '../../ports/engine-verbs';
import type { Ports } from '../../ports/ports';
import type { Address, EngineName } from '../../values/resource';
import { imagesByEngine } from '../project/images-by-engine';
import { recordNamed } from '../project/find-resource';
import type { ProjectRequest } from '../project/project';
import { openEngines } from '../run/open-engines';
import type { Engines } from '../run/open-engines';
import { readState } from '../state/state';

/** Reads the last builds of images on this host, the newest first. */
export async function listBuilds(ports: Ports, request: ProjectRequest): Promise<readonly BuildSummary[]> {
  const { project, state } = await readState(ports, request);
  const engine = openEngines(ports, project, () => state);
  const lists = [...imagesByEngine(project, state).keys()].map(async (name) =>
    (await findBuilds(engine, name))?.list(),
  );
  const found = (await Promise.all(lists)).flatMap((list) => list ?? []);
  return found.sort((a, b) => (a.started_at < b.started_at ? 1 : -1));
}

/**
 * Builds a recorded image again without a cache, and compares it with what is on record. Changes nothing.
 * @throws HelixError `not-found` for a name that no image has, `refused` where its engine builds no images
 */
export async function verifyBuild(
  ports: Ports,
  request: ProjectRequest,
  name: string,
): Promise<{ readonly address: Address; readonly verification: Verification }> {
  const { project, state } = await readState(ports, request);
  const record = recordNamed(state, name, ['image']);
  const builds = await findBuilds(
    openEngines(ports, project, () => state),
    record.engine,
  );
  if (builds === null) {
    throw verbRefusal(record.address, 'build', 'its engine builds no images');
  }
  const abort = new AbortController();
  using _ = ports.interrupts.listen(() => abort.abort());
  return { address: record.address, verification: await builds.verify(record, abort.signal) };
}

async function findBuilds(engine: Engines, name: EngineName): Promise<BuildVerbs | null> {
  const { verbs } = await engine(name);
  return verbs?.builds ?? null;
}

import { basename, dirname } from 'node:path';
import { HelixError } from '../errors';
import { decodePlan, encodePlan } from '../plan/format';
import type { Plan } from '../plan/plan';
import type { Ports } from '../ports/ports';
import { LARGEST } from '../values/sizes';
import type { LoadedProject } from './project/project';

/** Writes a plan to a file, to be applied as it is. */
export async function savePlan(
  ports: Ports,
  project: Pick<LoadedProject, 'scope'>,
  path: string,
  plan: Plan,
): Promise<void> {
  if (project.scope === 'local') {
    throw new HelixError('usage', 'a plan of local instances cannot be saved: they belong to this machine');
  }
  await ports.files.writeText(dirname(path), basename(path), encodePlan(plan));
}

/** Reads a plan that was saved. @throws HelixError `not-found`, `config` or `refused` (edited) */
export async function loadPlan(ports: Ports, path: string): Promise<Plan> {
  const text = await ports.files.readText(dirname(path), basename(path), LARGEST.record);
  if (text === null) throw new HelixError('not-found', `there is no plan file ${path}`);
  return decodePlan(text, basename(path));
}

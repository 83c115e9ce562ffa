import { basename, dirname, resolve } from 'node:path';
import { HelixError } from '../errors';
import { encodePlan, isSavedPlan } from '../plan/format';
import type { Plan } from '../plan/plan';
import { signatureIn } from '../plan/signature';
import type { PlanSignature } from '../plan/signature';
import type { Ports } from '../ports/ports';
import { LARGEST } from '../values/sizes';
import type { LoadedProject } from './project/project';

/**
 * Writes a plan to a file, to be applied as it is.
 * @throws HelixError `config` when the directory is missing, or the file holds something other than a plan
 */
export async function savePlan(
  ports: Ports,
  project: Pick<LoadedProject, 'scope'>,
  path: string,
  plan: Plan,
  signature: PlanSignature | null = null,
): Promise<void> {
  if (project.scope === 'local') {
    throw new HelixError('usage', 'a plan of local instances cannot be saved: they belong to this machine');
  }
  await assertReplaceable(ports, path);
  await ports.files.writeText(dirname(path), basename(path), encodePlan(plan, signature));
}

/** An empty file, such as `mktemp` makes, has nothing to lose. */
async function assertReplaceable(ports: Ports, path: string): Promise<void> {
  const directory = dirname(path);
  if ((await ports.files.readKind(directory)) !== 'directory') {
    throw new HelixError('config', `the plan was not saved: there is no directory ${directory}`, {
      hint: 'Make it first, or save the plan elsewhere.',
    });
  }
  const kind = await ports.files.readKind(path);
  if (kind === null) return;
  const text = kind === 'file' ? await readPresent(ports, path) : null;
  if (text !== null && (text === '' || isSavedPlan(text))) return;
  throw new HelixError('config', `the plan was not saved: ${path} exists and is not a plan`, {
    hint: 'Only a plan is overwritten. Choose another file, or remove that one first.',
  });
}

/** Returns the text of a file; null for one that no plan can be: too large, or not text. */
async function readPresent(ports: Ports, path: string): Promise<string | null> {
  try {
    return await ports.files.readText(dirname(path), basename(path), LARGEST.record);
  } catch (error) {
    if (error instanceof HelixError) return null;
    throw error;
  }
}

/** A plan that was read from a file. */
export interface LoadedPlan {
  readonly plan: Plan;
  /** null: nobody signed it. */
  readonly signature: PlanSignature | null;
}

/** Reads a plan that was saved. @throws HelixError `not-found`, `config` or `refused` (edited) */
export async function loadPlan(ports: Ports, path: string): Promise<LoadedPlan> {
  const text = await ports.files.readText(dirname(path), basename(path), LARGEST.record);
  if (text === null) throw new HelixError('not-found', `there is no plan file ${path}`);
  const file = basename(path);
  // Its validator is a large file, which only a saved plan needs.
  const { decodePlan } = await import('../plan/decode-plan');
  return { plan: decodePlan(text, file), signature: signatureIn(text, file) };
}

/**
 * Reads the text of a key: from an environment variable for `env:NAME`, else from a file. Its content is never part of an
 * error. @throws HelixError `config`
 */
export async function readKeyText(ports: Ports, named: string, directory: string): Promise<string> {
  const variable = /^env:(.*)$/s.exec(named)?.[1];
  if (variable !== undefined) {
    const value = ports.variable(variable);
    if (value !== undefined && value.trim() !== '') return value;
    throw new HelixError('config', `the environment variable ${variable} with the key is not set`);
  }
  const path = resolve(directory, named);
  const kind = await ports.files.readKind(path);
  if (kind !== 'file') {
    throw new HelixError('config', kind === null ? `there is no key file ${path}` : `${path} is not a file`);
  }
  return (await ports.files.readText(dirname(path), basename(path), LARGEST.credentials)) ?? '';
}

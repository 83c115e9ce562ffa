import { join } from 'node:path';
import { HelixError } from '../errors';
import { verbRefusal } from '../operations/verb-refusal';
import type { Ports } from '../ports/ports';
import { compilerProblems } from '../resources/helix-image/compiler-problems';
import { decodeImage } from '../resources/image/image';
import { refusedFile } from '../values/file-errors';
import { checkQueries } from './check';
import type { QueryCheck } from './check';
import { imagesNamed } from './images/build';
import type { LoadedProject, ProjectRequest } from './project/project';
import { openEngines } from './run/open-engines';
import { openStore } from './run/open-store';

/** A check by HelixDB's compiler, with the Rust code that it made; null where it did not run, or found a mistake. */
export interface Compilation extends QueryCheck {
  readonly code: string | null;
  /** Why the compiler did not run; null where it did. */
  readonly why: string | null;
}

/**
 * Checks schema and queries by Helix's own rules, then by the compiler that the image of an instance runs. Without an engine
 * that answers the rules alone count, and the result tells why.
 * @throws HelixError `not-found` for a name that no image has, `refused` for one that is not generated from queries
 */
export async function compileQueries(
  ports: Ports,
  request: ProjectRequest,
  name: string,
  onPhase: (phase: string) => void,
): Promise<Compilation> {
  const checked = await checkQueries(ports, request);
  const compile = await findCompiler(ports, checked.project, name, onPhase);
  if (checked.problems.length > 0) return { ...checked, code: null, why: 'these mistakes come first' };
  try {
    return { ...checked, checkedBy: 'helixdb', code: await compile(), why: null };
  } catch (error) {
    if (!(error instanceof HelixError)) throw error;
    if (error.kind === 'unreachable') return { ...checked, code: null, why: error.message };
    const problems = compilerProblems(error.message, checked.project.config.queries);
    if (error.kind !== 'failed' || problems.length === 0) throw error;
    return { ...checked, checkedBy: 'helixdb', problems, code: null, why: null };
  }
}

/** The file that the code is written to. */
export const CODE_FILE = 'queries.rs';

/** Writes the code to a directory, which is made where it is missing. @throws HelixError `config` where that cannot be done */
export async function writeCode(ports: Pick<Ports, 'files'>, directory: string, code: string): Promise<void> {
  try {
    await ports.files.writeText(directory, CODE_FILE, code);
  } catch (error) {
    const refused = refusedFile(error);
    if (refused === null) throw error;
    throw new HelixError('config', `${join(directory, CODE_FILE)} was not written: ${refused.reason}`, {
      hint: 'Name another directory with --output.',
    });
  }
}

async function findCompiler(
  ports: Ports,
  project: LoadedProject,
  name: string,
  phase: (phase: string) => void,
): Promise<() => Promise<string>> {
  const [image] = imagesNamed(project, [name]);
  if (image === undefined) throw new Error(`no image ${name}`);
  const inputs = decodeImage(image.address, image.inputs);
  if (inputs.type !== 'built' || inputs.from.type !== 'queries') {
    throw verbRefusal(image.address, 'check', 'it is built from a Dockerfile of the project');
  }
  const state = await (await openStore(ports, project)).read();
  const { verbs } = await openEngines(ports, project, () => state)(image.engine);
  const compile = verbs?.compile;
  if (compile === undefined) throw verbRefusal(image.address, 'check', 'its engine compiles no queries');
  return async () => {
    const abort = new AbortController();
    using _ = ports.interrupts.listen(() => abort.abort());
    return await compile(image, { phase, signal: abort.signal });
  };
}

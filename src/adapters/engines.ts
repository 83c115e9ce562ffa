import type { EngineFactory } from '../ports/engine';
import type { EngineDeps, EngineModule } from './engine-module';
import { docker } from './docker';
import { fly } from './fly';
import { helixCloud } from './helix-cloud';
import { terraform } from './terraform';

/** The engines of this version: a folder and a line each. */
export const ENGINES: readonly EngineModule[] = [helixCloud, terraform, docker, fly];

/** The engines as the workflows see them, built from one process. */
export function enginesOn(deps: EngineDeps): readonly EngineFactory[] {
  return ENGINES.map((engine) => ({ ...engine, load: (session) => engine.load(session, deps) }));
}

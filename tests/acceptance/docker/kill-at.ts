import type { TestProject } from '../../helix';

/** A point of the request for a build or a push. */
export interface RequestPoint {
  readonly request: 'build' | 'push';
  /** 0: before the request; 1: with its answer; then with each piece of the answer. */
  readonly at: number;
}

/** A change of an engine, by its number among those of a run. */
export interface ChangePoint {
  readonly at: number;
  readonly when: 'before' | 'after';
}

/** The process that is killed: Helix itself where none is given. */
type Victim = { readonly pid: number } | undefined;

/** A victim may have ended already. Helix then has the time to notice that it has. */
const kill = (victim: Victim): string =>
  `try { process.kill(${victim?.pid ?? 'process.pid'}, 'SIGKILL'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100); } catch {}`;

/** Returns flags that kill a process with SIGKILL at a point of the first such request of Helix. */
export function killInRequest(
  project: TestProject,
  { request, at }: RequestPoint,
  victim?: Victim,
): string[] {
  return project.preload(`
    const http = require('node:http');
    const real = http.request;
    const kill = () => { ${kill(victim)} };
    let isFirst = true;
    http.request = (options, ...rest) => {
      const isIt = isFirst && options.method === 'POST' && /\\/${request}\\?/.test(options.path);
      if (isIt) isFirst = false;
      if (isIt && ${at} === 0) kill();
      const made = real(options, ...rest);
      let seen = 0;
      const count = () => (seen += 1) === ${at} && kill();
      if (isIt) made.prependListener('response', (response) => { count(); response.on('data', count); });
      return made;
    };`);
}

/** Returns flags that kill a process with SIGKILL before or after the n-th change of the engine. */
export function killAtChange(project: TestProject, { at, when }: ChangePoint, victim?: Victim): string[] {
  return project.preload(`
    const http = require('node:http');
    const real = http.request;
    const kill = () => { ${kill(victim)} };
    let changes = 0;
    http.request = (options, ...rest) => {
      const isIt = options.method !== 'GET' && ++changes === ${at};
      if (isIt && '${when}' === 'before') kill();
      const request = real(options, ...rest);
      if (isIt && '${when}' === 'after') request.prependListener('response', kill);
      return request;
    };`);
}

import type { Ports } from '../ports/ports';
import type { ProjectRequest } from './project/project';
import { interruptSignal } from './run/interruptible';
import { readStatus } from './status';
import type { StatusRow } from './status';

/** Yields the status of a project: every `seconds` until Ctrl-C, or once where that is null. */
export async function* watchStatus(
  ports: Ports,
  request: ProjectRequest,
  seconds: number | null,
): AsyncGenerator<readonly StatusRow[]> {
  using interrupt = interruptSignal(ports);
  const { signal } = interrupt;
  do {
    yield await readStatus(ports, request);
    if (seconds === null) return;
    await ports.clock.sleep(seconds * 1000, signal).catch(() => undefined);
  } while (!signal.aborted);
}

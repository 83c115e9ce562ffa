import type { Ports } from '../../ports/ports';
import { interruptSignal } from '../run/interruptible';
import { readStatus } from './status';
import type { StatusReport, StatusRequest } from './status';

/** Yields the status of a project: every `seconds` until Ctrl-C, or once where that is null. */
export async function* watchStatus(
  ports: Ports,
  request: StatusRequest,
  seconds: number | null,
): AsyncGenerator<StatusReport> {
  using interrupt = interruptSignal(ports);
  const { signal } = interrupt;
  do {
    yield await readStatus(ports, request);
    if (seconds === null) return;
    await ports.clock.sleep(seconds * 1000, signal).catch(() => undefined);
  } while (!signal.aborted);
}

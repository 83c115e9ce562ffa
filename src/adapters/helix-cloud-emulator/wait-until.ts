import type { World } from './world';

/**
 * Waits until a time by the wall clock. A timer may fire a little early. A clock that is set back to before `begin` ends
 * the wait, as in `isOver`.
 */
export async function waitUntil(
  world: World,
  time: number,
  begin: number,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const now = world.clock.now().getTime();
    if (now >= time || now < begin) return;
    await world.clock.sleep(Math.ceil(time - now), signal);
  }
}

import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** All processes below one that run this program (as far as the kernel keeps its name: 15 letters). */
export function descendants(pid: number, name: string): readonly number[] {
  return childrenOf(pid).flatMap((child) => [
    ...(nameOf(child) === name.slice(0, 15) ? [child] : []),
    ...descendants(child, name),
  ]);
}

/** All processes whose working directory lies below this one. */
export function workingIn(directory: string): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => quietly(() => readlinkSync(`/proc/${pid}/cwd`))?.startsWith(directory) === true);
}

/** A child belongs to the thread that started it. */
function childrenOf(pid: number): readonly number[] {
  const threads = quietly(() => readdirSync(`/proc/${pid}/task`)) ?? [];
  const texts = threads.map((thread) =>
    quietly(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')),
  );
  return texts.flatMap((text) => (text ?? '').split(' ').filter(Boolean).map(Number));
}

function nameOf(pid: number): string | undefined {
  return quietly(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
}

/** Processes come and go while they are looked at. */
function quietly<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

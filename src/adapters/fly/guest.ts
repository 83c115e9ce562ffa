import type { components } from './generated/api';

/** The processors and the memory of a machine. */
export type Guest = components['schemas']['Guest'];

const PRESET = /^(shared)-cpu-(\d+)x(?::(\d+)mb)?$|^(performance)-(\d+)x(?::(\d+)mb)?$/;

/** The memory of a processor that a preset includes. */
const INCLUDED_MB = { shared: 256, performance: 2048 } as const;

/** Returns what a preset stands for: `shared-cpu-4x`, `performance-2x:8192mb`. */
export function guestOf(preset: string): Guest {
  const [, shared, sharedCpus, sharedMb, performance, cpus, mb] = PRESET.exec(preset) ?? [];
  const kind = shared ?? performance;
  if (kind !== 'shared' && kind !== 'performance') throw new Error(`${preset} is not a size of Fly`);
  const count = Number(sharedCpus ?? cpus);
  const memory = sharedMb ?? mb;
  return {
    cpu_kind: kind,
    cpus: count,
    memory_mb: memory === undefined ? count * INCLUDED_MB[kind] : Number(memory),
  };
}

/** Returns the preset of a machine that was found. */
export function presetOf({ cpu_kind: kind, cpus, memory_mb: mb }: Guest): string {
  const name = kind === 'shared' ? `shared-cpu-${cpus}x` : `performance-${cpus}x`;
  return mb === cpus * INCLUDED_MB[kind] ? name : `${name}:${mb}mb`;
}

import { MemorySemaphore } from '../memory-semaphore';

/** Runs work of these sizes and returns the largest number that ran at the same time. */
async function measureConcurrency(freeBytes: number, sizes: readonly number[]): Promise<number> {
  const memory = new MemorySemaphore(freeBytes);
  let running = 0;
  let most = 0;
  const runWork = async () => {
    most = Math.max(most, (running += 1));
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
  };
  await Promise.all(sizes.map((bytes) => memory.runExclusive(bytes, runWork)));
  return most;
}

describe('work that takes memory', () => {
  it('runs at the same time as far as the free memory allows', async () => {
    expect(await measureConcurrency(2e9, [0.85e9, 0.85e9, 0.85e9])).toBe(2);
    expect(await measureConcurrency(2e9, [0.5e9, 0.5e9, 0.5e9, 0.5e9, 0.5e9])).toBe(4);
  });

  it('runs alone if the memory is too small for it', async () => {
    expect(await measureConcurrency(0.3e9, [0.85e9, 0.85e9])).toBe(1);
    expect(await measureConcurrency(0, [0.85e9, 0.85e9])).toBe(1);
  });

  it('gives the memory back when it fails', async () => {
    const memory = new MemorySemaphore(1e9);
    await expect(memory.runExclusive(1e9, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(memory.runExclusive(1e9, () => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});

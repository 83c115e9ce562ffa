import { KeyedMutex } from '../keyed-mutex';

describe('work under a key', () => {
  it('runs one after the other for one key, in the order in which it came', async () => {
    const mutex = new KeyedMutex();
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    };
    await Promise.all([mutex.runExclusive('a', work('one')), mutex.runExclusive('a', work('two'))]);
    expect(order).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  });

  it('waits neither for another key nor for work that failed', async () => {
    const mutex = new KeyedMutex();
    const failed = mutex.runExclusive('a', () => Promise.reject(new Error('no')));
    const after = mutex.runExclusive('a', () => Promise.resolve('after'));
    await expect(failed).rejects.toThrow('no');
    await expect(after).resolves.toBe('after');
    void mutex.runExclusive('a', () => new Promise(() => undefined));
    await expect(mutex.runExclusive('b', () => Promise.resolve('other'))).resolves.toBe('other');
  });
});

import { CrashCase } from '../../crash/crash-case';
import { STORY } from '../../crash/scenario';
import type { SystemCall } from '../../crash/system-calls';
import { traced } from '../../crash/traced';
import { TestCloud } from '../../helix';

const COUNTED = [
  'fsync',
  'fdatasync',
  'rename',
  'renameat',
  'renameat2',
  'link',
  'linkat',
  'unlink',
  'unlinkat',
];
const SENT = ['write', 'writev', 'sendto', 'sendmsg'];
const REQUEST = /^(GET|POST|PUT|PATCH|DELETE) \S+ HTTP\/1/;
const COMMANDS = /^(fsync|rename|link|unlink)/;

/** How often each kind of call was made, by the kernel's account. */
function bySystem(calls: readonly SystemCall[], directory: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { name, texts, result } of calls) {
    const kind = SENT.includes(name)
      ? REQUEST.test(texts[0]?.toString('latin1') ?? '') && 'request'
      : (name.startsWith('f') || String(texts.at(-1)).startsWith(directory)) &&
        COMMANDS.exec(name.replace('fdatasync', 'fsync'))?.[1];
    if (kind && result >= 0) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** The same by the account of the hooks: what came to an end, and what was sent. */
function byHooks(boundaries: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const boundary of boundaries) {
    const [, side, kind = ''] = /^(\w+) (\w+)/.exec(boundary)!;
    const isCounted = kind === 'request' ? side === 'sent' : side === 'after' && COMMANDS.test(kind);
    if (isCounted) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

it('the hooks see every fsync, rename, link, unlink and request that strace sees', async () => {
  const cloud = await TestCloud.start('--provision-ms', '0');
  const made = new CrashCase(cloud, '');
  try {
    for (const step of STORY) {
      made.declare(step.toml);
      if (step.laterMs !== undefined) made.later(step.laterMs);
      let system: Record<string, number> = {};
      const run = await made.stopCase(
        step.words,
        undefined,
        traced([...COUNTED, ...SENT], (calls) => (system = bySystem(calls, made.project.directory))),
      );
      expect(run.code).toBe(0);
      const hooks = byHooks(run.boundaries);
      expect(hooks).toEqual(system);
      expect(hooks['fsync']).toBeGreaterThan(10);
      expect(hooks['request']).toBeGreaterThan(3);
      process.stderr.write(`${step.does}: ${JSON.stringify(hooks)}\n`);
    }
  } finally {
    made.remove();
    await cloud.stop();
  }
});

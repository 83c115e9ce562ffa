// The part of `npm run bench` that measures build contexts: a plan of a project with many files, before and after they are in the cache.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The time after which the files are old enough to be cached. */
const SETTLES_MS = 2500;
const IN_FOLDER = 250;

/** Plans a local instance that is built from a context of `size` files, cold and warm. */
export async function benchContext(
  { scratch, runs, helix, run, expect, peakMemory, say, table, row, count, ms },
  size,
) {
  say();
  say('## Build contexts');
  say();
  say(
    'A plan of one image whose context has that many files, without its cache and with it, and what only reading their status takes.',
  );
  say();
  table(['files', 'plan', 'time', 'peak memory']);
  const project = join(scratch, 'context');
  for (let i = 0; i < size; i += 1) {
    const folder = join(project, 'src', `module-${Math.floor(i / IN_FOLDER)}`);
    if (i % IN_FOLDER === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file-${i}.ts`), `export const value = ${i};\n`.repeat(20));
  }
  writeFileSync(join(project, 'Dockerfile'), 'FROM scratch\nCOPY . /\n');
  writeFileSync(join(project, '.dockerignore'), 'node_modules\n**/*.log\ndist\n!dist/keep\n.env*\n');
  writeFileSync(
    join(project, 'helix.toml'),
    '[project]\nname = "context"\n\n[local.dev]\nport = 6969\nbuild_mode = "dev"\n',
  );
  await sleep(SETTLES_MS);
  const words = [helix, 'plan'];
  const planOnce = () => {
    const from = process.hrtime.bigint();
    expect(run(project, words), 'Plan: 2 to add, 0 to change, 0 to destroy.');
    return Number(process.hrtime.bigint() - from) / 1e6;
  };
  const forget = () => rmSync(join(project, '.helix', 'context-cache.json'), { force: true });
  const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  /** @type {{ cold: number[], warm: number[] }} */
  const times = { cold: [], warm: [] };
  for (let i = 0; i < runs; i += 1) {
    forget();
    times.cold.push(planOnce());
    times.warm.push(planOnce());
  }
  row(count(size), 'warm', ms(median(times.warm)), peakMemory(project, words));
  const status =
    'const { lstatSync, readdirSync } = require("node:fs"); for (const name of readdirSync(process.argv[1], { recursive: true })) lstatSync(`${process.argv[1]}/${name}`)';
  /** @type {[string, string, string[]][]} */
  const peers = [
    ['`lstatSync` of each file in Node', process.execPath, ['-e', status, join(project, 'src')]],
    ["`find -printf '%T@ %s %i'`", 'find', [join(project, 'src'), '-printf', '%T@ %s %i']],
  ];
  for (const [name, program, args] of peers) {
    const taken = times.warm.map(() => {
      const from = process.hrtime.bigint();
      const { status: code } = spawnSync(program, args, { stdio: 'ignore' });
      if (code !== 0) throw new Error(`${program} ended with ${code}`);
      return Number(process.hrtime.bigint() - from) / 1e6;
    });
    row(count(size), name, ms(median(taken)), '');
  }
  forget();
  row(count(size), 'cold', ms(median(times.cold)), peakMemory(project, words));
}

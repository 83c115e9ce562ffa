// The part of `npm run bench` that measures reports: Markdown and HTML of a saved plan, by whole processes.
import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Renders saved plans of these sizes in each format, and tells the time and the size of each. */
export function benchReports(
  { helix, makeProject, run, requireSuccess, measure, peakMemory, say, table, row, count },
  sizes,
) {
  say();
  say('## Reports of a saved plan');
  say();
  table(['changes', 'format', 'time', 'peak memory', 'size']);
  for (const size of sizes) {
    const project = makeProject(`reports-${size}`, size);
    requireSuccess(run(project, [helix, 'plan', '--out', 'a.plan']), 'helix plan --out');
    for (const end of ['txt', 'md', 'html', 'json']) {
      const file = `report.${end}`;
      // Standard output gets the shortest of the formats.
      const words = [helix, 'show', 'a.plan', '--format', 'markdown', '--out-report', file];
      const time = measure(project, words);
      const { size: bytes } = statSync(join(project, file));
      row(count(size), end, time, peakMemory(project, words), `${count(Math.ceil(bytes / 1000))} kB`);
    }
  }
}

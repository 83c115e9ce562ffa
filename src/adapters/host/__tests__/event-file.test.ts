import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventFile } from '../event-file';

let directory: string;
let warnings: string[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'events-'));
  warnings = [];
});
afterEach(() => rmSync(directory, { recursive: true }));

function openFile(path: string): EventFile {
  return new EventFile(path, (message) => warnings.push(message));
}

describe('a file of events', () => {
  it('is made, and keeps the lines of earlier runs', () => {
    const path = join(directory, 'events.ndjson');
    for (const line of ['{"a":1}\n', '{"b":2}\n']) openFile(path).write(line);
    expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"b":2}\n');
    expect(warnings).toEqual([]);
  });

  it('is refused where it holds something else, which stays as it is', () => {
    const path = join(directory, 'helix.toml');
    writeFileSync(path, '[project]\n');
    expect(() => openFile(path)).toThrow('exists and holds no events');
    expect(readFileSync(path, 'utf8')).toBe('[project]\n');
  });

  it.each([
    ['a full disk', '/dev/full', 'no space is left on the device'],
    ['a directory that is missing', '/no/such/place/events', 'Events are not written'],
    ['a directory in its place', tmpdir(), 'it is a directory'],
  ])('loses its lines on %s with one warning, and ends nothing', (_, path, why) => {
    const file = openFile(path);
    file.write('{}\n');
    file.write('{}\n');
    expect(warnings).toEqual([expect.stringContaining(why)]);
  });

  it('does not wait for a pipe that nobody reads', () => {
    const pipe = join(directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    openFile(pipe).write('{}\n');
    expect(warnings).toEqual([expect.stringContaining('Events are not written')]);
  });
});

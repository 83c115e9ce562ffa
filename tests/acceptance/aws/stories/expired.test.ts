import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PROGRAM } from '../../../helix';
import { counts, living, ONE_MACHINE } from '../cloud';
import { onMoto } from '../on-moto';
import { machine } from '../small-projects';

const HOUR_MS = 3_600_000;

describe('destroy --expired', () => {
  const { moto, small } = onMoto();
  let newer: string;
  beforeAll(() => (newer = programOfNextLowering()));
  afterAll(() => rmSync(dirname(dirname(newer)), { recursive: true, force: true }));

  it('takes down what has expired and touches nothing else, whatever the file or a newer Helix would make of it', async () => {
    const project = small(machine('kept') + machine('preview', 'ttl = "1h"'));
    await project.runHelix('apply', '--auto-approve');
    const before = await moto.readCloud();
    expect(counts(before)).toMatchObject({ instances: 2, groups: 2 });
    const [kept] = living(before).filter(({ tags }) => tags['helix-address'] === 'instance.kept');

    project.edit('helix.toml', 'LEVEL = "debug"', 'LEVEL = "info"');
    project.edit('helix.toml', 'ports = [80]', 'ports = [80]\nssh_cidrs = ["203.0.113.0/24"]');
    const late = { node: project.clockOffBy(2 * HOUR_MS), program: newer };
    const planned = await project.run(['plan'], late);
    expect(planned.stdout).toMatch(/instance\.kept(.|\n)*lowering +1 -> 2/);
    const { code, stdout, stderr } = await project.run(['destroy', '--expired', '--auto-approve'], late);
    expect([code, stderr]).toEqual([0, expect.anything()]);
    expect(stdout).toContain('Destroy complete! Resources: 1 destroyed.');

    const after = await moto.readCloud();
    expect(counts(after)).toEqual(ONE_MACHINE);
    expect(living(after)).toEqual([kept]);
    expect(after.groups).toEqual(before.groups.filter(({ name }) => name === kept?.groups[0]));
    expect(await moto.readUserData(kept!.id)).toContain('LEVEL=debug');
    // Terraform still has the outputs of what is gone: a run of one part leaves the others alone.
    const plans = project.stacks().map((stack) => project.terraformPlan(stack));
    expect(plans).toEqual([expect.stringContaining('without changing any real infrastructure')]);
  });
});

/** The program as it will be when its resources come out as other blocks. */
function programOfNextLowering(): string {
  const base = mkdtempSync(join(tmpdir(), 'helix-newer-'));
  const directory = join(base, 'dist');
  cpSync(dirname(PROGRAM), directory, { recursive: true });
  symlinkSync(join(dirname(PROGRAM), '..', 'prices'), join(base, 'prices'));
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => join(entry.parentPath, entry.name));
  const raise = (text: string) =>
    text.replace(/\b(lowering|revision): ?1\b/, '$1:2').replaceAll('"helix-project":', '"helix-project-2":');
  const edited = files.filter((file) => {
    const text = readFileSync(file, 'utf8');
    const raised = raise(text);
    if (raised !== text) writeFileSync(file, raised);
    return raised !== text;
  });
  // One in the plan, and one in the code that makes the blocks.
  if (edited.length < 2) throw new Error('the program does not say which lowering it has');
  return join(directory, 'helix.js');
}

import { existsSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXHAUSTIVE } from '../../../exhaustive';
import { Running } from '../../../running';
import { counts, living, NOTHING, ONE_MACHINE } from '../cloud';
import { onMoto } from '../on-moto';
import { descendants, workingIn } from '../processes';
import { machine, REPOSITORY } from '../small-projects';

const TARGETS = ['--target', 'api', '--target', 'registry_repo.images'];
const ALL_OF_IT = { ...ONE_MACHINE, repositories: 1 };
const APPLY = ['apply', '--auto-approve', ...TARGETS];
const DESTROY = ['destroy', '--auto-approve'];
/** The output at the moment of the kill: while the first part is made, and the last. */
const MOMENTS = {
  apply: ['creating iam role', 'creating instance'],
  replace: ['deleting instance', 'creating instance'],
  destroy: ['deleting instance', 'deleting security group'],
} as const;
const VICTIMS = ['helix', 'terraform', 'provider', 'all'] as const;

interface Point {
  readonly operation: keyof typeof MOMENTS;
  readonly moment: string;
  readonly victim: (typeof VICTIMS)[number];
  /** Whether the state file is empty afterwards, as it is for a moment after each of Terraform's writes. */
  readonly truncated: boolean;
}

const POINTS: readonly Point[] = Object.entries(MOMENTS).flatMap(([operation, moments]) =>
  moments.flatMap((moment, at) =>
    VICTIMS.map((victim) => ({
      operation: operation as Point['operation'],
      moment,
      victim,
      truncated: victim === 'all' && at === 1,
    })),
  ),
);

/** All 24 take half an hour: one is drawn, unless everything is to be tried. */
function drawn(): readonly Point[] {
  if (EXHAUSTIVE) return POINTS;
  return [POINTS[Math.floor(Math.random() * POINTS.length)]!];
}

function kill(run: Running, victim: Point['victim']): void {
  const terraform = descendants(run.pid, 'terraform');
  const providers = descendants(run.pid, 'terraform-provider-aws');
  const victims = {
    helix: [run.pid],
    terraform,
    provider: providers,
    all: [run.pid, ...terraform, ...providers],
  }[victim];
  // Else the kill would be of less than its name says.
  expect([terraform.length > 0, providers.length > 0]).toEqual([true, true]);
  for (const pid of victims) process.kill(pid, 'SIGKILL');
}

describe('after SIGKILL', () => {
  const { moto, small } = onMoto();

  async function hasOtherThan(old: readonly string[]): Promise<boolean> {
    return living(await moto.readCloud()).some(({ id }) => !old.includes(id));
  }

  it.each(drawn())(
    'of $victim during $operation at "$moment" (state emptied: $truncated) the next run leaves exactly what is wanted',
    async ({ operation, moment, victim, truncated }) => {
      const project = small(REPOSITORY + machine('api'));
      if (operation !== 'apply') await project.runHelix(...APPLY);
      if (operation === 'replace') project.edit('helix.toml', '"debug"', '"info"');
      const words = operation === 'destroy' ? DESTROY : APPLY;
      const run = new Running(project, [...words, '--verbose']);
      const old = living(await moto.readCloud()).map(({ id }) => id);
      await run.waitForText(moment);
      // Emptied while the machine exists that only the lost state knew.
      while (truncated && operation !== 'destroy' && !(await hasOtherThan(old))) await sleep(20);
      kill(run, victim);
      await run.end();
      if (truncated) {
        const files = project.stacks().map((stack) => join(stack, 'terraform.tfstate'));
        files.filter((file) => existsSync(file)).forEach((file) => truncateSync(file));
      }

      const next = await project.run(words);
      const said = next.code === 0 ? '' : `${run.said}\n${next.stderr}\n${next.stdout}`;
      expect([next.code, said]).toEqual([0, '']);
      const cloud = await moto.readCloud();
      expect(counts(cloud)).toEqual(operation === 'destroy' ? NOTHING : ALL_OF_IT);
      expect(workingIn(project.directory)).toEqual([]);
      if (operation === 'destroy') return;
      const [found] = living(cloud);
      const level = operation === 'replace' ? 'LEVEL=info' : 'LEVEL=debug';
      expect(await moto.readUserData(found!.id)).toContain(level);
      expect((await project.run(['plan', '--refresh', '--detailed-exitcode', ...TARGETS])).code).toBe(0);
    },
  );
});

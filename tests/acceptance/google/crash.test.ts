import { once } from 'node:events';
import { google } from '../../../stacks/google';
import { EXHAUSTIVE } from '../../exhaustive';
import { descendants, workingIn } from '../aws/processes';
import { describeWith } from '../terraform/describe-with';
import { machine } from './google-project';
import { NOTHING, onGoogle } from './on-google';

const APPLY = ['apply', '--auto-approve'];
const DESTROY = ['destroy', '--auto-approve'];
/** The call that is on its way when the kill comes: the first part of an operation, its middle, and its last. */
const MOMENTS = {
  apply: ['iam.serviceAccounts.create', 'compute.instances.insert'],
  replace: ['compute.instances.delete', 'compute.instances.insert'],
  destroy: ['compute.instances.delete', 'iam.serviceAccounts.delete'],
} as const;
const VICTIMS = ['helix', 'all'] as const;

interface Point {
  readonly operation: keyof typeof MOMENTS;
  readonly moment: string;
  readonly victim: (typeof VICTIMS)[number];
}

const POINTS: readonly Point[] = Object.entries(MOMENTS).flatMap(([operation, moments]) =>
  moments.flatMap((moment) =>
    VICTIMS.map((victim) => ({ operation: operation as Point['operation'], moment, victim })),
  ),
);

/** One of the twelve is drawn, unless everything is to be tried. */
function drawn(): readonly Point[] {
  if (EXHAUSTIVE) return POINTS;
  return [POINTS[Math.floor(Math.random() * POINTS.length)]!];
}

describeWith(google.provider, 'after SIGKILL on Google', () => {
  const { now, project: made } = onGoogle();

  it.each(drawn())(
    'of $victim during $operation, with $moment on its way, the next run leaves exactly what is wanted',
    async ({ operation, moment, victim }) => {
      const project = made(machine('api'));
      if (operation !== 'apply') await project.runHelix(...APPLY);
      if (operation === 'replace') project.edit('helix.toml', '"debug"', '"info"');
      const words = operation === 'destroy' ? DESTROY : APPLY;
      const held = now.standIn.faults.hold(moment);
      const run = project.start(words);
      const isClosed = once(run, 'close');
      run.stdout?.resume();
      run.stderr?.resume();
      await held.arrived;
      const children = ['terraform', 'terraform-provider-google'].flatMap((name) =>
        descendants(run.pid!, name),
      );
      // Else the kill would be of less than its name says.
      expect(children.length).toBeGreaterThan(1);
      const victims = victim === 'helix' ? [run.pid!] : [run.pid!, ...children];
      for (const pid of victims) process.kill(pid, 'SIGKILL');
      // The request was sent: the cloud does it, whoever has died.
      await held.release();
      await isClosed;

      const next = await project.run(words);
      expect([next.code, next.stderr]).toEqual([0, expect.anything()]);
      if (operation === 'destroy') {
        expect(now.cloud.inventory()).toEqual(NOTHING);
      } else {
        expect(now.cloud.inventory()).toMatchObject({
          instances: [expect.anything()],
          disks: [expect.anything()],
          serviceAccounts: [expect.anything()],
          firewalls: [expect.anything(), expect.anything()],
        });
        const [one] = now.cloud.compute.instances.values();
        const level = operation === 'replace' ? 'LEVEL=info' : 'LEVEL=debug';
        expect(JSON.stringify(one?.metadata)).toContain(level);
        expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
      }
      expect(workingIn(project.directory)).toEqual([]);
    },
  );
});

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { drawnOf } from '../../crash/pool';
import { descendants, workingIn } from '../aws/processes';
import { describeWith } from './describe-with';
import type { ProviderPackage } from './found-mirror';
import type { MachineWorld } from './machine-world';

const APPLY = ['apply', '--auto-approve'];
const DESTROY = ['destroy', '--auto-approve'];
const VICTIMS = ['helix', 'all'] as const;
const ATTRIBUTE = /\bazapi_resource\./;
type Operation = 'apply' | 'replace' | 'destroy';

interface Kills {
  readonly provider: ProviderPackage;
  /** The calls that are on their way when the kill comes: the first part of each operation, and the last. */
  readonly moments: Readonly<Record<Operation, readonly [string, string]>>;
  readonly open: () => Promise<MachineWorld>;
}

/**
 * Describes what SIGKILL leaves on a cloud. The request on its way is done or, at a last point, lost: the machine may or may
 * not have been made. One of thirteen points is drawn, unless everything is to be tried.
 */
export function describeKills(title: string, { provider, moments, open }: Kills): void {
  const points = Object.entries(moments).flatMap(([operation, calls]) =>
    calls.flatMap((moment) =>
      VICTIMS.map((victim) => ({ operation: operation as Operation, moment, victim, fate: 'on its way' })),
    ),
  );
  points.push({ operation: 'apply', moment: moments.apply[1], victim: 'all', fate: 'lost' });

  describeWith(provider, title, () => {
    let world: MachineWorld;
    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.close());

    it.each(drawnOf(points, points.length))(
      'of $victim during $operation, with $moment $fate, is made up for by the next run',
      async ({ operation, moment, victim, fate }) => {
        const { standIn, project, leftOver, userData } = world;
        await project.runHelix(...APPLY);
        const whole = [...leftOver()].sort();
        if (operation === 'apply') await project.runHelix(...DESTROY);
        if (operation === 'replace') project.edit('helix.toml', '"debug"', '"info"');
        const words = operation === 'destroy' ? DESTROY : APPLY;
        const held = standIn.faults.hold(moment);
        const run = project.start(words);
        const isClosed = once(run, 'close');
        run.stdout?.resume();
        run.stderr?.resume();
        await held.arrived;
        const name = `terraform-provider-${provider.source.split('/')[1] ?? ''}`;
        const children = ['terraform', name].flatMap((one) => descendants(run.pid!, one));
        // Else the kill would be of less than its name says.
        expect(children.length).toBeGreaterThan(1);
        for (const pid of victim === 'helix' ? [run.pid!] : [run.pid!, ...children]) {
          process.kill(pid, 'SIGKILL');
        }
        // A request that was sent is done, whoever has died.
        await (fate === 'lost' ? held.drop() : held.release());
        await isClosed;

        const next = await project.run(words);
        const said = `${next.stdout}${next.stderr}`;
        expect({ code: next.code, failed: next.code === 0 ? '' : said }).toEqual({ code: 0, failed: '' });
        // A part that is found again on Azure is as it was planned: no plan names an attribute of its provider.
        expect(said).not.toMatch(ATTRIBUTE);
        if (operation === 'destroy') {
          expect(leftOver()).toEqual([]);
        } else {
          expect([...leftOver()].sort()).toEqual(whole);
          const level = operation === 'replace' ? 'LEVEL=info' : 'LEVEL=debug';
          expect(userData()).toEqual([expect.stringContaining(level)]);
          expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
        }
        while (workingIn(project.directory).length > 0) await sleep(20);
        expect(standIn.violations).toEqual([]);
      },
    );
  });
}

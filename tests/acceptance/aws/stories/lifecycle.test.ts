import { living } from '../cloud';
import { onMoto } from '../on-moto';
import { machine } from '../small-projects';

describe('the power of machines on AWS', () => {
  const { moto, small } = onMoto();

  it('is switched by verbs, shown by plans and left alone by applies', async () => {
    const project = small(`${machine('web')}${machine('cheap', 'spot = true\n')}`);
    const early = await project.run(['stop', 'web']);
    expect([early.code, early.stderr]).toEqual([
      1,
      expect.stringMatching(/instance\.web is declared and not created yet[^]*helix apply --target web/),
    ]);
    await project.runHelix('apply', '--auto-approve');
    const readStates = async () =>
      Object.fromEntries(
        living(await moto.readCloud()).map(({ spot, state }) => [spot ? 'cheap' : 'web', state]),
      );

    for (const verb of ['start', 'stop']) {
      const spot = await project.run([verb, 'cheap']);
      expect([spot.code, spot.stderr]).toEqual([
        5,
        expect.stringMatching(
          /instance\.cheap cannot be (started|stopped): a spot machine runs until its cloud takes it back\./,
        ),
      ]);
    }
    const log = await project.run(['logs', 'web']);
    expect([log.code, log.stderr]).toEqual([
      5,
      expect.stringContaining('instance.web cannot show its log: the log of its container is on the machine'),
    ]);

    expect(await project.runHelix('stop', 'web')).toContain('instance.web is stopped.');
    expect(await readStates()).toEqual({ web: 'stopped', cheap: 'running' });
    expect(await project.runHelix('plan')).toContain('Stopped: instance.web');
    expect(await project.runHelix('plan', '--refresh')).toContain('Stopped: instance.web');
    expect(await project.runHelix('apply', '--auto-approve')).toContain('0 added, 0 changed, 0 destroyed');
    expect(await readStates()).toEqual({ web: 'stopped', cheap: 'running' });
    const shown = JSON.parse(await project.runHelix('status', 'web', '--json')) as unknown;
    expect(shown).toMatchObject([{ address: 'instance.web', recorded: 'stopped', actual: 'stopped' }]);

    project.edit('helix.toml', '[deploy.web]\n', '[deploy.web]\ntags = { team = "search" }\n');
    expect(await project.runHelix('apply', '--auto-approve')).toContain('0 added, 1 changed, 0 destroyed');
    expect(await readStates()).toEqual({ web: 'stopped', cheap: 'running' });
    const updated = await project.runHelix('state', 'show', 'instance.web', '--json');
    expect(JSON.parse(updated)).toMatchObject({ status: 'stopped' });
    expect(await project.runHelix('plan')).toContain('Stopped: instance.web');

    expect(await project.runHelix('start', 'web')).toContain('instance.web is running.');
    expect(await project.runHelix('restart', 'web')).toContain('instance.web is running.');
    expect(await project.runHelix('restart', 'cheap')).toContain('instance.cheap is running.');
    expect(await readStates()).toEqual({ web: 'running', cheap: 'running' });
    expect(await project.runHelix('plan', '--refresh')).not.toContain('Stopped:');
    const [web] = living(await moto.readCloud()).filter(({ spot }) => !spot);
    const record = JSON.parse(await project.runHelix('state', 'show', 'instance.web', '--json')) as unknown;
    expect(record).toMatchObject({ outputs: { public_address: web!.publicAddress } });

    await moto.runAws('us-east-1', 'ec2', 'terminate-instances', '--instance-ids', web!.id);
    const gone = await project.run(['stop', 'web']);
    expect([gone.code, gone.stderr]).toEqual([
      1,
      expect.stringContaining('instance.web is gone: AWS has no'),
    ]);
  });
});

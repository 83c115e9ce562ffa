import { vultr } from '../../../stacks/vultr';
import { digestIn } from '../aws/small-projects';
import { describeWith } from '../terraform/describe-with';
import { openVultr, SMALL } from './on-vultr';
import type { OnVultr } from './on-vultr';

const APPLY = ['apply', '--auto-approve'];
const DAYS_MS = 86_400_000;

describeWith(vultr.provider, 'on Vultr', () => {
  const opened: OnVultr[] = [];
  const open = async (tables: string, key?: string): Promise<OnVultr> => {
    const on = await openVultr(tables, key);
    opened.push(on);
    return on;
  };
  afterEach(async () => {
    const violations = opened.flatMap(({ standIn }) => standIn.violations);
    for (const { close } of opened.splice(0)) await close();
    expect(violations).toEqual([]);
  });

  it("a machine that cannot be had fails in the cloud's words, the others stay, and one that expires goes alone", async () => {
    const { cloud, standIn, project } = await open(
      `[deploy.api]\n${SMALL}[deploy.other]\n${SMALL}ttl = "2d"\n`,
    );
    const limit = 'Server add failed: You have reached the maximum monthly fee limit for this account';
    standIn.faults.add('instances.create', { failure: limit });
    const failed = await project.run(APPLY);
    expect([failed.code, failed.stdout]).toEqual([4, expect.stringContaining(limit)]);
    expect(failed.stdout).toMatch(/failed at helix\.toml:\d+/);
    expect(cloud.instances.size).toBe(1);
    const [kept] = cloud.instances.keys();
    await project.runHelix(...APPLY);
    expect(cloud.instances.size).toBe(2);
    expect(cloud.instances.has(kept!)).toBe(true);

    const late = { node: project.clockOffBy(3 * DAYS_MS) };
    const expired = await project.run(['destroy', '--expired', '--auto-approve'], late);
    expect([expired.code, expired.stdout]).toEqual([0, expect.stringContaining('1 destroyed')]);
    expect(cloud.leftOver()).toEqual([
      expect.stringMatching(/^instance helix-p-api/),
      expect.stringMatching(/^group helix-p-api/),
    ]);
  });

  it('a rejected key ends the run before anything is made, and names its variable', async () => {
    const key = 'VULTRKEYFFFFFFFFFFFFFFFFFFFFFFFFFFFF';
    const { cloud, project } = await open(`[deploy.api]\n${SMALL}`, key);
    const { code, stderr } = await project.run(APPLY);
    expect([code, stderr]).toEqual([3, expect.stringContaining('VULTR_API_KEY')]);
    expect(stderr).not.toContain(key);
    expect(cloud.leftOver()).toEqual([]);
  });

  it('an apply that would undo what was changed outside is refused, until a plan has shown it', async () => {
    const { cloud, project } = await open(`[deploy.api]\n${SMALL}env = { LEVEL = "debug" }\n`);
    await project.runHelix(...APPLY);
    project.edit('helix.toml', '"debug"', '"info"');
    const digest = digestIn(await project.runHelix('plan'));
    const [group] = cloud.groups.values();
    group!.fields = { description: 'renamed by hand' };

    const before = [[...cloud.instances.keys()], await project.runHelix('state', 'pull')];
    const refused = await project.run(['apply', '--plan-digest', digest, '--auto-approve']);
    expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining('`helix plan --refresh`')]);
    expect(refused.stderr).toMatch(
      /vultr_firewall_group\.\S+: expected nothing, Terraform plans (update|replace)/,
    );
    expect([[...cloud.instances.keys()], await project.runHelix('state', 'pull')]).toEqual(before);

    const plan = await project.runHelix('plan', '--refresh');
    expect(plan).toContain('renamed by hand');
    await project.runHelix('apply', '--plan-digest', digestIn(plan), '--auto-approve');
    expect([...cloud.groups.values()].map(({ fields }) => fields['description'])).toEqual([
      expect.stringMatching(/^helix-p-api/),
    ]);
    expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
  });
});

import { digitalocean } from '../../../stacks/digitalocean';
import { filesHolding } from '../aws/files-holding';
import { describeWith } from '../terraform/describe-with';
import { TOKEN } from './cloud/digitalocean-cloud';
import { onDigitalOcean } from './on-digitalocean';

const DAYS_MS = 86_400_000;

describeWith(digitalocean.provider, 'the example on DigitalOcean', () => {
  it('is applied, edited, expired and destroyed: each plan is what Terraform plans, and nothing is left', () =>
    onDigitalOcean(async ({ cloud, standIn, project: open }) => {
      const project = open();
      await project.runHelix('apply', '--auto-approve');
      const droplets = [...cloud.droplets.values()];
      expect(droplets.map(({ size, region, image }) => [size, region, image]).sort()).toEqual([
        ['c-2', 'fra1', 'ubuntu-24-04-x64'],
        ['s-1vcpu-1gb', 'fra1', 'ubuntu-24-04-x64'],
      ]);
      const [volume] = cloud.volumes.values();
      expect(volume).toMatchObject({ size: 100, droplet: expect.any(Number) as unknown });
      expect([...cloud.firewalls.values()].map(({ body }) => body['tags'])).toEqual([
        [expect.stringMatching(/^helix-id:[0-9a-f]{8}$/)],
        [expect.stringMatching(/^helix-id:[0-9a-f]{8}$/)],
      ]);
      const operations = standIn.log.map(({ operation }) => operation);
      expect(operations.indexOf('firewalls.create')).toBeLessThan(operations.indexOf('droplets.create'));

      // Nothing to do, by Helix and by Terraform.
      expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
      expect(await project.planByTerraform()).toBeNull();
      const outputs = JSON.parse(await project.runHelix('output', '--json')) as Record<string, unknown>;
      expect(JSON.stringify(outputs)).toMatch(/https:\/\/cloud\.digitalocean\.com\/droplets\/\d+/);
      expect(JSON.stringify(outputs)).toMatch(/http:\/\/203\.0\.113\.\d+/);
      expect(filesHolding(project, TOKEN)).toEqual([]);

      // The firewall of a machine changes in place, and what somebody else opened is closed.
      const archive = [...cloud.firewalls.values()].find(({ body }) =>
        /archive/.test(body['name'] as string),
      );
      const [rule] = archive!.body['inbound_rules'] as [{ ports: string }];
      archive!.body = { ...archive!.body, inbound_rules: [{ ...rule, ports: '9000' }] };
      project.edit('Blueprint.toml', '203.0.113.0/24', '203.0.113.128/25');
      await project.runHelix('apply', '--refresh', '--auto-approve');
      const ports = [...cloud.firewalls.values()].map(({ body }) =>
        (body['inbound_rules'] as { ports: string }[]).map((one) => one.ports),
      );
      expect(ports.flat().sort()).toEqual(['22', '80', '80']);
      expect(new Set(cloud.droplets.keys())).toEqual(new Set(droplets.map(({ id }) => id)));

      await project.runHelix('renew', 'archive', '--for', '4d');
      expect([...cloud.tags].filter(([name]) => name.startsWith('helix-expires-at:'))).toEqual([
        [expect.stringMatching(/^helix-expires-at:\d{8}T\d{6}Z$/), new Set()],
        [expect.stringMatching(/^helix-expires-at:\d{8}T\d{6}Z$/), new Set([expect.any(String)])],
      ]);

      const late = { node: project.clockOffBy(5 * DAYS_MS) };
      const expired = await project.run(['destroy', '--expired', '--auto-approve'], late);
      expect([expired.code, expired.stdout]).toEqual([0, expect.stringContaining('1 destroyed')]);
      expect([...cloud.droplets.values()].map(({ name }) => name)).toEqual([
        expect.stringContaining('production'),
      ]);
      expect(cloud.volumes.size).toBe(0);

      await project.runHelix('destroy', '--auto-approve');
      expect(cloud.leftOver()).toEqual([]);
    }));
});

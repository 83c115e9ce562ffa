import { vultr } from '../../../stacks/vultr';
import { TestProject } from '../../helix';
import { filesHolding } from '../aws/files-holding';
import { Certificates } from '../hosts/certificates';
import { describeWith } from '../terraform/describe-with';
import { FoundTerraform } from '../terraform/found-terraform';
import { StandIn } from '../stand-in/stand-in';
import { KEY, VultrCloud } from './cloud/vultr-cloud';

const TABLE = `provider = "vultr"
region = "ewr"
profile = "min"
cpu = 1
memory_gb = 1
storage_gb = 20
image = "docker.io/library/nginx:1.27"
ports = [80]
`;

describeWith(vultr.provider, 'a project on Vultr', () => {
  it('is applied through a proxy, found again after a lost answer, changed and destroyed, and nothing is left', async () => {
    const terraform = new FoundTerraform([vultr.provider]);
    const certificates = new Certificates('DNS:api.vultr.com');
    const cloud = new VultrCloud();
    const standIn = await StandIn.start(cloud, certificates);
    const proxy = await standIn.startProxy(['api.vultr.com']);
    const project = new TestProject(
      {
        'helix.toml': `[project]\nname = "p"\n[deploy.web]\n${TABLE}[deploy.data]\n${TABLE}`.replace(
          /storage_gb = 20(?=[^]*$)(?![^]*storage_gb)/,
          'storage_gb = 60',
        ),
      },
      {
        ...terraform.environment,
        VULTR_API_KEY: KEY,
        HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
        SSL_CERT_FILE: certificates.ca,
      },
    );
    try {
      standIn.faults.add('instances.create', { dropped: 'after' });
      await project.run(['apply', '--auto-approve']);
      await project.runHelix('apply', '--auto-approve');
      expect(standIn.log.filter(({ operation }) => operation === 'instances.create')).toHaveLength(2);
      expect([cloud.instances.size, cloud.groups.size, cloud.blocks.size]).toEqual([2, 2, 1]);
      expect([...cloud.blocks.values()][0]?.fields).toMatchObject({
        size_gb: 60,
        instance: expect.stringMatching(/./) as unknown,
      });
      expect([...cloud.groups.values()].map(({ rules }) => rules.size)).toEqual([2, 2]);
      expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
      expect(filesHolding(project, KEY)).toEqual([]);
      const ids = [...cloud.instances.keys()];
      project.edit('helix.toml', 'ports = [80]', 'ports = [80]\nssh_cidrs = ["203.0.113.0/24"]');
      await project.runHelix('apply', '--auto-approve');
      expect([...cloud.groups.values()].map(({ rules }) => rules.size).sort()).toEqual([2, 3]);
      expect([...cloud.instances.keys()]).toEqual(ids);
      await project.runHelix('destroy', '--auto-approve');
      expect(cloud.leftOver()).toEqual([]);
      expect(standIn.violations).toEqual([]);
    } finally {
      project.remove();
      proxy.close();
      await standIn.stop();
      certificates.remove();
      terraform.remove();
    }
  });
});

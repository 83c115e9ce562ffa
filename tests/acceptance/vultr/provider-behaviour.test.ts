import { vultr } from '../../../stacks/vultr';
import { Certificates } from '../hosts/certificates';
import { StandIn } from '../stand-in/stand-in';
import { describeWith } from '../terraform/describe-with';
import { FoundTerraform } from '../terraform/found-terraform';
import { KEY as SSH_KEY, SAMPLE_INSTANCE } from '../terraform/provider-behaviour/input-edits';
import { expectKept } from '../terraform/provider-behaviour/kept';
import { observeBehaviour } from '../terraform/provider-behaviour/observed';
import { openEdits } from '../terraform/provider-behaviour/open-edits';
import { KEY, VultrCloud } from './cloud/vultr-cloud';

const INSTANCE = {
  ...SAMPLE_INSTANCE,
  provider: 'vultr',
  region: 'ewr',
  instance_type: 'vc2-2c-4gb',
  own_disk_gb: 80,
  disk: { type: 'block-storage-nvme', size_gb: 40, attached: true },
  ssh_key: SSH_KEY('A'),
  env: { LOG_LEVEL: 'literal:info', TOKEN: 'literal:t' },
  secrets: {},
};
const SUBNETS = {
  one: '3b2b4b8e-0b9e-4f0a-9d8c-2b8f6a1d2c3e',
  other: '4b2b4b8e-0b9e-4f0a-9d8c-2b8f6a1d2c3e',
};

describeWith(vultr.provider, 'the tables of the provider of Vultr', () => {
  it('say what the provider does with each attribute and each input', async () => {
    const terraform = new FoundTerraform([vultr.provider]);
    const certificates = new Certificates('DNS:api.vultr.com');
    const standIn = await StandIn.start(new VultrCloud(), certificates);
    const proxy = await standIn.startProxy(['api.vultr.com']);
    try {
      const seen = await observeBehaviour(
        {
          cloud: vultr,
          region: 'ewr',
          settings: { endpointUrl: null, scope: null },
          inputs: openEdits({
            instance: INSTANCE,
            type: 'vc2-4c-8gb',
            diskType: 'block-storage-hdd',
            subnets: SUBNETS,
          }),
          samples: [{ kind: 'instance', before: { ...INSTANCE, subnet_id: SUBNETS.one } }],
          rules: {
            whole: new Set(['tags', 'vpc_ids']),
            fixed: new Set(['vultr_instance.vpc_ids']),
            values: {
              'vultr_instance.backups': 'enabled',
              'vultr_instance.firewall_group_id': 'other',
              'vultr_instance.os_id': 2136,
              'vultr_instance.region': 'fra',
              'vultr_instance.tags': ['other'],
              'vultr_instance.vpc_ids': [SUBNETS.other],
              'vultr_block_storage.block_type': 'storage_opt',
              'vultr_block_storage.region': 'fra',
              'vultr_firewall_rule.ip_type': 'v6',
              'vultr_firewall_rule.protocol': 'udp',
              'vultr_firewall_rule.port': '53',
              'vultr_firewall_rule.subnet': '10.0.0.0',
              'vultr_firewall_rule.subnet_size': 8,
            },
          },
          names: [
            'vultr_firewall_group.description',
            'vultr_instance.label',
            'vultr_block_storage.label',
            // A group has no two rules alike.
            'vultr_firewall_rule.port',
          ],
        },
        {
          PATH: process.env['PATH'] ?? '',
          HOME: process.env['HOME'] ?? '',
          VULTR_API_KEY: KEY,
          HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
          SSL_CERT_FILE: certificates.ca,
          ...terraform.environment,
        },
      );
      expectKept('stacks/vultr/behaviour.json', seen.attributes);
      expectKept('src/clouds/vultr/replacement.json', seen.inputs);
      expect(standIn.violations).toEqual([]);
    } finally {
      proxy.close();
      await standIn.stop();
      certificates.remove();
      terraform.remove();
    }
  });
});

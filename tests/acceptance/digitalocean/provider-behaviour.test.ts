import { digitalocean } from '../../../stacks/digitalocean';
import { StandIn } from '../stand-in/stand-in';
import { describeWith } from '../terraform/describe-with';
import { FoundTerraform } from '../terraform/found-terraform';
import { KEY, SAMPLE_INSTANCE } from '../terraform/provider-behaviour/input-edits';
import { expectKept } from '../terraform/provider-behaviour/kept';
import { observeBehaviour } from '../terraform/provider-behaviour/observed';
import { openEdits } from '../terraform/provider-behaviour/open-edits';
import { DigitalOceanCloud, TOKEN } from './cloud/digitalocean-cloud';

const INSTANCE = {
  ...SAMPLE_INSTANCE,
  provider: 'digitalocean',
  region: 'nyc3',
  instance_type: 's-2vcpu-4gb',
  own_disk_gb: 80,
  disk: { type: 'volume', size_gb: 40, attached: true },
  ssh_key: KEY('A'),
  env: { LOG_LEVEL: 'literal:info', TOKEN: 'literal:t' },
  secrets: {},
};
const SUBNETS = { one: 'vpc-one', other: 'vpc-other' };

describeWith(digitalocean.provider, 'the tables of the provider of DigitalOcean', () => {
  it('say what the provider does with each attribute and each input', async () => {
    const terraform = new FoundTerraform([digitalocean.provider]);
    const standIn = await StandIn.start(new DigitalOceanCloud());
    try {
      const seen = await observeBehaviour(
        {
          cloud: digitalocean,
          region: 'nyc3',
          settings: { endpointUrl: standIn.url, scope: null },
          inputs: openEdits({
            instance: INSTANCE,
            type: 's-4vcpu-8gb',
            diskType: 'other-volume',
            subnets: SUBNETS,
          }),
          samples: [{ kind: 'instance', before: { ...INSTANCE, subnet_id: SUBNETS.one } }],
          rules: {
            whole: new Set(['tags', 'volume_ids', 'inbound_rule', 'outbound_rule']),
            fixed: new Set(['digitalocean_droplet.vpc_uuid', 'digitalocean_droplet.volume_ids']),
            values: {
              'digitalocean_droplet.image': 'ubuntu-22-04-x64',
              'digitalocean_droplet.region': 'fra1',
              'digitalocean_droplet.size': 's-4vcpu-8gb',
              'digitalocean_droplet.tags': ['other'],
              'digitalocean_droplet.volume_ids': [],
              'digitalocean_droplet.vpc_uuid': SUBNETS.other,
              'digitalocean_firewall.inbound_rule': [
                { protocol: 'udp', port_range: '53', source_addresses: ['10.0.0.0/8'] },
              ],
              'digitalocean_firewall.outbound_rule': [
                { protocol: 'udp', port_range: '53', destination_addresses: ['10.0.0.0/8'] },
              ],
              'digitalocean_firewall.tags': ['other'],
              'digitalocean_volume.region': 'fra1',
              'digitalocean_volume.tags': ['other'],
            },
          },
          names: ['name'],
        },
        {
          PATH: process.env['PATH'] ?? '',
          HOME: process.env['HOME'] ?? '',
          DIGITALOCEAN_TOKEN: TOKEN,
          ...terraform.environment,
        },
      );
      expectKept('stacks/digitalocean/behaviour.json', seen.attributes);
      expectKept('src/clouds/digitalocean/replacement.json', seen.inputs);
      expect(standIn.violations).toEqual([]);
    } finally {
      await standIn.stop();
      terraform.remove();
    }
  });
});

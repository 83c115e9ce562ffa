import { aws } from '../../../../stacks/aws';
import { FoundTerraform } from '../../terraform/found-terraform';
import { Moto } from '../moto';
import { expectKept } from '../../terraform/provider-behaviour/kept';
import { inputEdits, KEY } from '../../terraform/provider-behaviour/input-edits';
import { observeBehaviour } from '../../terraform/provider-behaviour/observed';
import { awsWords } from './behaviour/aws-words';
import { AWS_EDITS } from './behaviour/edit-rules';

describe('the tables of the AWS provider', () => {
  it('say what the provider does with each attribute and each input', async () => {
    const terraform = new FoundTerraform();
    const moto = new Moto();
    try {
      await moto.start();
      const words = awsWords(await listSubnets(moto));
      const full = { ...words.instance, spot: true, subnet_id: words.subnets.other, ssh_key: KEY('D') };
      const seen = await observeBehaviour(
        {
          cloud: aws,
          region: 'us-east-1',
          settings: { endpointUrl: moto.url, scope: null },
          inputs: inputEdits(words),
          samples: [
            { kind: 'instance', before: { ...words.instance, ssh_key: null } },
            { kind: 'instance', before: { ...full, expire_itself: true } },
            { kind: 'registry_repo', before: words.repository },
          ],
          rules: AWS_EDITS,
          names: ['name', 'key_name'],
        },
        {
          PATH: process.env['PATH'] ?? '',
          HOME: process.env['HOME'] ?? '',
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          AWS_EC2_METADATA_DISABLED: 'true',
          ...terraform.environment,
        },
      );
      expectKept('stacks/aws/behaviour.json', seen.attributes);
      expectKept('src/clouds/aws/replacement.json', seen.inputs);
    } finally {
      await moto.stop();
      terraform.remove();
    }
  });
});

async function listSubnets(moto: Moto): Promise<{ one: string; other: string }> {
  // A machine that names no subnet gets the first one.
  const inOrder = 'sort_by(Subnets, &AvailabilityZone)[].SubnetId';
  const found = await moto.runAws('us-east-1', 'ec2', 'describe-subnets', '--query', inOrder);
  const [one = '', other = ''] = found as string[];
  return { one, other };
}

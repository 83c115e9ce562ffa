import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FoundTerraform } from '../terraform/found-terraform';
import { Moto } from './moto';
import { observeBehaviour } from './provider-behaviour/observed';

const ROOT = join(__dirname, '../../..');

/** Compares what was seen with what is kept, or keeps it. */
function isKept(file: string, seen: unknown): void {
  const text = `${JSON.stringify(seen, null, 2)}\n`;
  if (process.env['HELIX_WRITE_BEHAVIOUR'] === '1') writeFileSync(join(ROOT, file), text);
  expect(text).toBe(readFileSync(join(ROOT, file), 'utf8'));
}

describe('the tables of the AWS provider', () => {
  it('say what the provider does with each attribute and each input', async () => {
    const terraform = new FoundTerraform();
    const moto = new Moto();
    try {
      await moto.start();
      const seen = await observeBehaviour(
        moto.url,
        {
          PATH: process.env['PATH'] ?? '',
          HOME: process.env['HOME'] ?? '',
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          AWS_EC2_METADATA_DISABLED: 'true',
          ...terraform.environment,
        },
        await listSubnets(moto),
      );
      isKept('stacks/aws/behaviour.json', seen.attributes);
      isKept('src/clouds/aws/replacement.json', seen.inputs);
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

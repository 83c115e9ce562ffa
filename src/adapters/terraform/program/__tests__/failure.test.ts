import { terraformCloud } from '../../../../../stacks';
import { exitCodeOf } from '../../../../errors';
import { asHelixError, TerraformFailure } from '../failure';

const failure = (summary: string, detail = '') =>
  asHelixError(
    new TerraformFailure('plan', [{ severity: 'error', summary, detail, address: null }], ''),
    terraformCloud('aws'),
  );

it('the exit code is 3 for missing or rejected credentials', () => {
  expect(
    exitCodeOf(failure('No valid credential sources found', 'dial tcp 169.254.169.254:80: i/o timeout')),
  ).toBe(3);
  expect(exitCodeOf(failure('Retrieving AWS account details', 'api error InvalidClientTokenId: no'))).toBe(3);
});

it('the exit code is 1 if nothing answers, and for mistakes in the configuration', () => {
  expect(failure('Retrieving', 'dial tcp 127.0.0.1:9: connect: connection refused')).toMatchObject({
    kind: 'unreachable',
  });
  expect(failure('Resource precondition failed', 'There is no default VPC in us-east-1.')).toMatchObject({
    kind: 'config',
    message:
      'Terraform cannot plan this: Resource precondition failed: There is no default VPC in us-east-1.',
  });
});

it('a provider that cannot be installed is not called a cloud that cannot be reached', () => {
  const stderr =
    'Could not retrieve the list of available versions: could not connect to registry.terraform.io';
  expect(asHelixError(new TerraformFailure('init', [], stderr), terraformCloud('aws'))).toMatchObject({
    kind: 'unreachable',
    message: `Terraform cannot install its providers: ${stderr}`,
    hint: expect.stringContaining('terraform providers mirror') as string,
  });
});

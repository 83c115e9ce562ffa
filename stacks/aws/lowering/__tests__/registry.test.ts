import { outputsOf } from '../../../outputs-of';
import { loweredRegistry } from '../../../__tests__/sample-resources';

describe('a repository on ECR', () => {
  it('is scanned and encrypted, has immutable tags, and no rule that removes images', () => {
    const { resources } = loweredRegistry();
    expect(resources['aws_ecr_repository.api']).toMatchObject({
      name: 'papertrail',
      image_tag_mutability: 'IMMUTABLE',
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: 'AES256' }],
    });
    expect(Object.keys(resources)).toEqual(['aws_ecr_repository.api']);
  });

  it('has its URL and its ARN as outputs', () => {
    expect(Object.keys(loweredRegistry().outputs)).toEqual(['repository_url', 'repository_arn']);
  });

  it('has the URL of the host that the user put in front of it', () => {
    const { outputs } = loweredRegistry({ registry: 'ecr.example.com' });
    const attributes = { name: 'papertrail', repository_url: '1.dkr.ecr.us-east-1.amazonaws.com/papertrail' };
    expect(outputsOf({ outputs }, () => attributes)).toEqual({
      repository_url: 'ecr.example.com/papertrail',
    });
  });
});

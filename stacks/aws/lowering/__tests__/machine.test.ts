import type { Json, JsonObject } from '../../../../src/values/json';
import type { Lowered } from '../../../lowered';
import { loweredMachine } from '../../../__tests__/sample-resources';

type Block = Readonly<Record<string, Json & JsonObject>> & { readonly user_data: string };

function block(lowered: Lowered, type: string): Block {
  const found = Object.entries(lowered.resources).find(([address]) => address.startsWith(`${type}.`));
  if (found === undefined) throw new Error(`no ${type}`);
  return found[1] as unknown as Block;
}

function statements(
  lowered: Lowered,
): { Action: string | string[]; Resource: string | string[]; Condition?: object }[] {
  const { policy } = block(lowered, 'aws_iam_role_policy') as unknown as { policy: string };
  return (JSON.parse(policy) as { Statement: ReturnType<typeof statements> }).Statement;
}

const ECR_IMAGE = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/api@sha256:${'a'.repeat(64)}`;

describe('a machine on AWS', () => {
  it('and each part of it that takes tags has the tags of the user, in characters that AWS allows', () => {
    const lowered = loweredMachine({
      tags: { team: 'search', 'cost:center': 'R&D; 100%' },
      ssh_key: 'ssh-rsa k x',
    });
    const tagged = Object.values(lowered.resources).filter((one) => 'tags' in one);
    expect(tagged.length).toBeGreaterThan(4);
    for (const { tags } of tagged) expect(tags).toMatchObject({ team: 'search', 'cost:center': 'R-D- 100-' });
    const { root_block_device: disk } = block(lowered, 'aws_instance');
    expect(disk).toMatchObject({ tags: { team: 'search', Name: 'helix-papertrail-api' } });
  });

  it('has the name for the console that a tag of the user gives', () => {
    expect(block(loweredMachine({ tags: { Name: 'search api' } }), 'aws_instance')).toMatchObject({
      tags: { Name: 'search api', 'helix-address': 'instance.api' },
    });
  });

  it('opens the listed ports, SSH to the listed networks, and all outgoing traffic', () => {
    const group = block(
      loweredMachine({ ports: [9615, 8080], ssh_cidrs: ['2001:db8::/32', '203.0.113.7/32'] }),
      'aws_security_group',
    );
    expect(group['ingress']).toMatchObject([
      {
        from_port: 8080,
        to_port: 8080,
        protocol: 'tcp',
        cidr_blocks: ['0.0.0.0/0'],
        ipv6_cidr_blocks: ['::/0'],
      },
      {
        from_port: 9615,
        to_port: 9615,
        protocol: 'tcp',
        cidr_blocks: ['0.0.0.0/0'],
        ipv6_cidr_blocks: ['::/0'],
      },
      { from_port: 22, to_port: 22, cidr_blocks: ['203.0.113.7/32'], ipv6_cidr_blocks: ['2001:db8::/32'] },
    ]);
    expect(group['egress']).toMatchObject([
      { protocol: '-1', cidr_blocks: ['0.0.0.0/0'], ipv6_cidr_blocks: ['::/0'] },
    ]);
  });

  it('opens nothing without a list, and removes the rules of others', () => {
    expect(block(loweredMachine(), 'aws_security_group')['ingress']).toEqual([]);
  });

  it('has a security group whose name and description no edit changes', () => {
    const fixed = ({ name, description }: Block) => ({ name, description });
    const edited = {
      ports: [1],
      ssh_cidrs: ['10.0.0.0/8'],
      spot: true,
      image: 'other',
      instance_type: 'm6i.large',
    };
    expect(fixed(block(loweredMachine(edited), 'aws_security_group'))).toEqual(
      fixed(block(loweredMachine(), 'aws_security_group')),
    );
  });

  it('has an encrypted gp3 disk of the planned size, and metadata with tags that require a token', () => {
    const instance = block(
      loweredMachine({ disk: { type: 'gp3', size_gb: 77, attached: false } }),
      'aws_instance',
    );
    expect(instance['root_block_device']).toMatchObject({
      volume_type: 'gp3',
      volume_size: 77,
      encrypted: true,
    });
    expect(instance['metadata_options']).toEqual({
      http_endpoint: 'enabled',
      http_tokens: 'required',
      http_put_response_hop_limit: 1,
      instance_metadata_tags: 'enabled',
    });
  });

  it('takes the AMI of its architecture, and keeps it', () => {
    const lowered = loweredMachine({ arch: 'arm64' });
    expect(lowered.data['data.aws_ssm_parameter.al2023_arm64']).toMatchObject({
      name: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
    });
    expect(block(lowered, 'aws_instance')).toMatchObject({
      ami: '${data.aws_ssm_parameter.al2023_arm64.insecure_value}',
      lifecycle: { ignore_changes: ['ami'] },
      user_data_replace_on_change: true,
    });
  });

  it('is a spot machine only on request', () => {
    expect(block(loweredMachine({ spot: true }), 'aws_instance')['instance_market_options']).toMatchObject({
      market_type: 'spot',
    });
    expect(block(loweredMachine(), 'aws_instance')).not.toHaveProperty('instance_market_options');
  });

  it('runs in the default network, with an error if there is none', () => {
    const lowered = loweredMachine();
    expect(block(lowered, 'aws_security_group')).toMatchObject({
      vpc_id: '${one(data.aws_vpcs.default.ids)}',
      lifecycle: {
        precondition: [
          { error_message: expect.stringContaining('There is no default VPC in us-east-1') as string },
        ],
      },
    });
    expect(block(lowered, 'aws_instance')).not.toHaveProperty('subnet_id');
  });

  it('runs in the named subnet, with a security group in its network', () => {
    const lowered = loweredMachine({ subnet_id: 'subnet-0a1b' });
    expect(block(lowered, 'aws_instance')['subnet_id']).toBe('subnet-0a1b');
    expect(block(lowered, 'aws_security_group')['vpc_id']).toBe('${data.aws_subnet.subnet-0a1b.vpc_id}');
    expect(Object.keys(lowered.data)).not.toContain('data.aws_vpcs.default');
  });

  it('has no permissions if it needs none', () => {
    expect(Object.keys(loweredMachine().resources)).not.toContain('aws_iam_role_policy.api');
  });

  it('may pull from its own repository alone', () => {
    expect(statements(loweredMachine({ image: ECR_IMAGE }))).toMatchObject([
      { Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      { Resource: 'arn:aws:ecr:eu-west-1:123456789012:repository/team/api' },
    ]);
  });

  it('may read its own parameters and secrets alone', () => {
    const secret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf';
    expect(statements(loweredMachine({ secrets: { A: 'ssm:/team/a', B: secret, C: 'ssm:plain' } }))).toEqual([
      {
        Effect: 'Allow',
        Action: 'ssm:GetParameter',
        Resource: ['arn:aws:ssm:us-east-1:*:parameter/plain', 'arn:aws:ssm:us-east-1:*:parameter/team/a'],
      },
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: [secret] },
    ]);
  });

  it('may terminate itself alone, and only on request', () => {
    expect(statements(loweredMachine({ expire_itself: true }, 'api', '2026-12-01T00:00:00Z'))).toMatchObject([
      {
        Action: 'ec2:TerminateInstances',
        Condition: {
          StringEquals: {
            'ec2:ResourceTag/helix-address': 'instance.api',
            'ec2:ResourceTag/helix-lineage': '${var.helix_lineage}',
          },
        },
      },
    ]);
  });

  it('gets a secret from the environment of Helix through a parameter, whose value is in no block', () => {
    const lowered = loweredMachine({
      env: { LOG: 'literal:info', TOKEN: 'env:TOKEN' },
      secrets: { DB: 'env:DATABASE' },
    });
    expect(lowered.secrets).toEqual({ 'instance.api DB': 'env:DATABASE', 'instance.api TOKEN': 'env:TOKEN' });
    expect(lowered.resources['aws_ssm_parameter.api-DB']).toMatchObject({
      name: '/helix/helix-papertrail-api-${local.helix_id["instance.api"]}/DB',
      type: 'SecureString',
      value_wo: '${lookup(var.helix_secret, "instance.api DB", "")}',
    });
    const { user_data: text } = block(lowered, 'aws_instance');
    expect(text).toContain('DB=/helix/helix-papertrail-api-${local.helix_id["instance.api"]}/DB');
    expect(text).toContain('LOG=info');
    expect(text).not.toContain('DATABASE');
  });

  it('has a new version of a parameter when the value of its secret changes, and of that one alone', () => {
    const versions = (digests: Readonly<Record<string, string>>) =>
      Object.entries(
        loweredMachine({ secrets: { A: 'env:A', B: 'env:B' } }, 'api', null, digests).resources,
      ).flatMap(([, one]) => one['value_wo_version'] ?? []);
    const [none, before, after] = [
      versions({}),
      versions({ 'secrets.A': '1'.repeat(64), 'secrets.B': '2'.repeat(64) }),
      versions({ 'secrets.A': '3'.repeat(64), 'secrets.B': '2'.repeat(64) }),
    ];
    expect(before).toHaveLength(2);
    expect(before[0]).not.toBe(none[0]);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  it('is created after its parameters', () => {
    expect(block(loweredMachine({ secrets: { DB: 'env:DB' } }), 'aws_instance')['depends_on']).toEqual([
      'aws_ssm_parameter.api-DB',
    ]);
  });

  it('escapes the values of its environment for Terraform', () => {
    const { user_data: text } = block(
      loweredMachine({ env: { A: 'literal:${b} %{c} $${d}' } }),
      'aws_instance',
    );
    expect(text).toContain('$${b} %%{c} $$${d}');
  });

  it('refuses a secret that a machine on AWS cannot read, and shows only its name', () => {
    const vault = 'https://acme.vault.azure.net/secrets/db';
    expect(() => loweredMachine({ secrets: { DB: vault } })).toThrow(
      'instance.api: `DB` refers to a secret that a machine on AWS cannot read.',
    );
  });

  it('uses an existing key by its name, and makes one from a public key', () => {
    expect(block(loweredMachine({ ssh_key: 'deploy' }), 'aws_instance')['key_name']).toBe('deploy');
    const made = loweredMachine({ ssh_key: 'ssh-ed25519 AAAA somebody' });
    expect(block(made, 'aws_key_pair')).toMatchObject({ public_key: 'ssh-ed25519 AAAA somebody' });
    expect(block(made, 'aws_instance')['key_name']).toBe('${aws_key_pair.api.key_name}');
  });

  it('has its owner in all tags, and its operation and expiry in those of the machine', () => {
    const lowered = loweredMachine(
      { secrets: { DB: 'env:DB' }, ssh_key: 'ssh-rsa AAAA' },
      'api',
      '2026-12-01T00:00:00Z',
    );
    const owner = {
      'helix-project': 'papertrail',
      'helix-workspace': 'default',
      'helix-address': 'instance.api',
      'helix-lineage': '${var.helix_lineage}',
    };
    const untagged = Object.entries(lowered.resources).filter(([, { tags }]) => tags === undefined);
    expect(untagged.map(([address]) => address)).toEqual(['aws_iam_role_policy.api']);
    for (const [address, { tags }] of Object.entries(lowered.resources)) {
      if (tags === undefined) continue;
      expect(tags).toMatchObject(owner);
      expect('helix-op' in (tags as JsonObject)).toBe(address === 'aws_instance.api');
    }
    expect(block(lowered, 'aws_instance')['tags']).toMatchObject({
      'helix-op': '${var.helix_op["instance.api"]}',
      'helix-expires-at': '${var.helix_expires_at["instance.api"]}',
    });
  });

  it('has unique names of at most 64 characters', () => {
    const name = `helix-${'p'.repeat(80)}-api`;
    const { name: role } = block(loweredMachine({ name }), 'aws_iam_role') as unknown as { name: string };
    const { name: another } = block(loweredMachine({ name: `${name}2` }), 'aws_iam_role') as unknown as {
      name: string;
    };
    expect(role.replace(/\$\{.*\}/, '01234567').length).toBe(64);
    expect(role).not.toBe(another);
  });

  it.each([
    ['1w', '_1w'],
    ['-w', '_-w'],
    ['_w', '__w'],
    ['w-1', 'w-1'],
  ])('%s is %s in Terraform', (name, identifier) => {
    expect(loweredMachine({}, name).primary).toBe(`aws_instance.${identifier}`);
  });

  it('has its addresses, its id and a URL per port as outputs', () => {
    expect(Object.keys(loweredMachine({ ports: [443, 8080] }).outputs)).toEqual([
      'instance_id',
      'public_address',
      'private_address',
      'url_443',
      'url_8080',
    ]);
  });

  it('says for each part how to find it again', () => {
    const lowered = loweredMachine({
      secrets: { DB: 'env:DB' },
      ssh_key: 'ssh-rsa AAAA',
      expire_itself: true,
    });
    expect(Object.keys(lowered.probes).sort()).toEqual(Object.keys(lowered.resources).sort());
  });

  it('runs an image that Helix builds by the reference of its push, and logs in to the registry in it', () => {
    const built = loweredMachine({ image: `sha256:${'b'.repeat(64)}` });
    const { user_data: text } = block(built, 'aws_instance');
    expect(text).toContain('image=${var.helix_image["instance.api"]}\n');
    expect(text).toContain('registry=${split("/", var.helix_image["instance.api"])[0]}\n');
    expect(text).not.toContain('bbbb');
  });

  it('may pull an image that Helix builds from its repository in the same account alone', () => {
    const built = loweredMachine({ image: `sha256:${'b'.repeat(64)}` });
    const account = '${data.aws_caller_identity.current.account_id}';
    expect(statements(built)).toMatchObject([
      { Action: 'ecr:GetAuthorizationToken' },
      { Resource: `arn:aws:ecr:us-east-1:${account}:repository/helix-papertrail-api` },
    ]);
    expect(Object.keys(built.data)).toContain('data.aws_caller_identity.current');
  });
});

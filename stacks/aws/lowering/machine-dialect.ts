import type { MachineDialect } from '../../lowering/user-data/input';

/** How an EC2 instance logs in to ECR, reads its parameters and terminates itself: with its role, by the AWS CLI. */
export function ec2Dialect(region: string): MachineDialect {
  return {
    // In bytes before the base64 encoding.
    limit: {
      bytes: 16_384,
      of: 'EC2',
      hint: 'Move the longest values of `env` into parameters and refer to them under `secrets`.',
    },
    settings: { region },
    programs: PROGRAMS,
    functions: '',
    logIn: 'aws ecr get-login-password | docker login --username AWS --password-stdin "$registry"',
    resolve: RESOLVE,
    expiry: { place: 'its tag helix-expires-at', read: READ_EXPIRY, end: END },
    // A hop limit of 1 keeps containers from the metadata service.
    closed: [],
  };
}

const PROGRAMS = `export AWS_DEFAULT_REGION=$region
if [ -n "$registry" ] || [ "\${#secrets[@]}" -gt 0 ]; then
  has aws || install_package awscli-2 awscli
fi
`;

const RESOLVE = `  case $1 in
    arn:*:secretsmanager:*) aws secretsmanager get-secret-value --secret-id "$1" --query SecretString --output text ;;
    *) aws ssm get-parameter --with-decryption --name "$1" --query Parameter.Value --output text ;;
  esac
`;

const READ_EXPIRY = `metadata=http://169.254.169.254/latest
token=$(curl -fsS -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$metadata/api/token")
read_metadata() { curl -fsS -m 5 -H "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/$1"; }

# No such tag: no time is set.
expires=$(read_metadata tags/instance/helix-expires-at) || exit 0`;

const END = `instance=$(read_metadata instance-id)
aws ec2 terminate-instances --region "$region" --instance-ids "$instance"
`;

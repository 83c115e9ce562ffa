import { CLOUDS } from '../../../../src/clouds';
import deploySchema from '../../../../schemas/deploy.schema.json';
import helixSchema from '../../../../schemas/helix.schema.json';
import { drawnOf } from '../../../crash/pool';
import { AwsProject } from '../aws-project';
import { FoundTerraform } from '../../terraform/found-terraform';
import { Moto } from '../moto';

const BLUEPRINT = `[blueprint]
name = "edited"

[blueprint.resources]
min_cpu = 2
min_memory_gb = 2
min_storage_gb = 20
recommended_cpu = 2
recommended_memory_gb = 8
recommended_storage_gb = 40

[blueprint.environments.small]
recommended_memory_gb = 4

[deploy.api]
`;
const DEPLOY: Readonly<Record<string, string>> = {
  provider: '"aws"',
  region: '"us-east-1"',
  profile: '"recommended"',
  image: '"docker.io/library/nginx:1.27"',
  ports: '[80]',
  ssh_cidrs: '["203.0.113.7/32"]',
  env: '{ LEVEL = "debug" }',
  ttl: '"7d"',
};
const ECR: Readonly<Record<string, string>> = { repository_name: '"edited"', region: '"us-east-1"' };

/** One edit of each key; a list is several, one after another, each of what was applied. */
const DEPLOY_EDITS: Readonly<Record<string, string>> = {
  provider: '"google"',
  region: '"eu-west-1"',
  profile: '"min"',
  cpu: '8',
  memory_gb: '64',
  storage_gb: '80',
  gpu_count: '1',
  gpu_type: '"nvidia-t4"',
  arch: '"arm64"',
  spot: 'true',
  image: '"docker.io/library/nginx:1.28"',
  ports: '[80, 8080]',
  ssh_cidrs: '["203.0.113.0/24"]',
  ssh_key: '"deploy-2026"',
  subnet_id: 'SUBNET',
  public_ip: 'false',
  env: '{ LEVEL = "info" }',
  secrets: '{ TOKEN = "ssm:/edited/token" }',
  environment: '"small"',
  protect: 'true',
  ttl: '"8d"',
  ttl_hours: '24',
  expire_itself: 'true',
  tags: '{ team = "search" }',
};
const ECR_EDITS: Readonly<Record<string, string>> = {
  repository_name: '"renamed"',
  region: '"eu-west-1"',
  registry_url: '"123456789012.dkr.ecr.us-east-1.amazonaws.com"',
  auth_type: '"AwsCli"',
  build_mode: '"dev"',
  ttl: '"7d"',
  ttl_hours: '24',
  protect: 'true',
  tags: '{ team = "search" }',
  vector_config: '{ m = 32 }',
  graph_config: '{ secondary_indices = ["x"] }',
  mcp: 'false',
  bm25: 'false',
  embedding_model: '"text-embedding-3-small"',
  graphvis_node_label: '"name"',
  schema: '"schema.hx"',
  db_max_size_gb: '10',
};
/** Edits to what this version does not apply: a machine of another cloud, or with a GPU. */
const ELSEWHERE = ['provider', 'gpu_count'];

const deployText = (edit: Readonly<Record<string, string>>) => {
  const { ttl, ...rest } = { ...DEPLOY, ...edit };
  const table = 'ttl_hours' in edit ? rest : { ...rest, ttl };
  return (
    BLUEPRINT +
    Object.entries(table)
      .map(([key, value]) => `${key} = ${String(value)}\n`)
      .join('')
  );
};
const ecrText = (edit: Readonly<Record<string, string>>) =>
  '[project]\nname = "edited"\n[cloud.images.ecr]\n' +
  Object.entries({ ...ECR, ...edit })
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('');

/** The keys about an image that is built and pushed: what Terraform makes does not depend on them. */
const IMAGE_KEYS =
  'auth build_args context dockerfile insecure keep_images platform platforms push_tags target';

function unedited(schema: object, edits: object): readonly string[] {
  const known = [...Object.keys(edits), ...IMAGE_KEYS.split(' ')];
  return Object.keys(schema).filter((key) => !known.includes(key));
}

test('every key of [deploy.N] and [cloud.N.ecr] has an edit', () => {
  // A machine with an `image` takes no `registry_url`, and one on AWS no `zone`. Accounts and previews have stories of their own.
  expect(unedited(deploySchema.properties, DEPLOY_EDITS)).toEqual([
    'account',
    'registry_url',
    'zone',
    'preview',
  ]);
  expect(unedited(helixSchema.definitions.ecr.properties, ECR_EDITS)).toEqual(['account']);
});

describe('the plan of an edit', () => {
  const terraform = new FoundTerraform();
  const moto = new Moto();
  let project: AwsProject;
  beforeAll(async () => {
    await moto.start();
    project = new AwsProject(moto, terraform);
    project.write('Blueprint.toml', deployText({}));
    project.write('helix.toml', ecrText({}));
    await project.runHelix('apply', '--auto-approve', '--target', 'api', '--target', 'registry_repo.images');
  });
  afterAll(async () => {
    project.remove();
    await moto.stop();
    terraform.remove();
  });

  it.each([
    ['instance.api', DEPLOY_EDITS, deployText, 'Blueprint.toml'],
    ['registry_repo.images', ECR_EDITS, ecrText, 'helix.toml'],
  ] as const)(
    'of any key of %s is what Terraform plans, part by part, or stricter by the written list',
    async (address, edits, textOf, file) => {
      const rows: string[] = [];
      const { Subnets: subnets } = (await moto.runAws('us-east-1', 'ec2', 'describe-subnets')) as {
        Subnets: { SubnetId: string }[];
      };
      for (const [key, value] of drawnOf(Object.entries(edits), 5)) {
        const subnet = JSON.stringify(subnets.at(-1)?.SubnetId);
        // Another cloud has other regions.
        const region = key === 'provider' ? { region: '"us-central1"' } : {};
        project.write(file, textOf({ [key]: value.replace('SUBNET', subnet), ...region }));
        const verify = ELSEWHERE.includes(key) ? [] : ['--verify'];
        const run = await project.run(['plan', '--json', '--target', address, ...verify]);
        // Ends with 5 when Terraform would do more or less than Helix says.
        expect(`${key}: ${run.code} ${run.stderr}`).toMatch(new RegExp(`^${key}: 0 `));
        rows.push(rowOf(address, key, run.stdout));
      }
      project.write(file, textOf({}));
      process.stdout.write(`${rows.join('\n')}\n`);
    },
  );
});

interface PlanJson {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
  readonly helix: { readonly verified: readonly { readonly part: string; readonly action: string }[] | null };
}

/** `instance.api image            Helix delete, create   Terraform replace aws_instance.api` */
function rowOf(address: string, key: string, stdout: string): string {
  const plan = JSON.parse(stdout) as PlanJson;
  const ours = plan.resource_changes.find((change) => change.address === address)?.change.actions ?? [
    'no-op',
  ];
  const theirs = plan.helix.verified?.map(({ action, part }) => `${action} ${part}`) ?? ['not asked'];
  const stricterRules = Object.entries(CLOUDS.aws.replacement.stricter);
  const because = stricterRules.find(([name]) => name.split(/[ .]/)[0] === key)?.[1].because;
  const stricter = because === undefined ? '' : `  (stricter in part: ${because})`;
  return `${address} ${key.padEnd(20)} Helix ${ours.join(', ').padEnd(15)} Terraform ${theirs.join(', ')}${stricter}`;
}

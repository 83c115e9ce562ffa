import deploySchema from '../../../schemas/deploy.schema.json';
import { google } from '../../../stacks/google';
import { drawnOf } from '../../crash/pool';
import { describeWith } from '../terraform/describe-with';
import { onGoogle } from './on-google';

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
const KEY = (letter: string) => `"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)} somebody"`;
const DEPLOY: Readonly<Record<string, string>> = {
  provider: '"google"',
  region: '"us-east1"',
  profile: '"recommended"',
  image: '"docker.io/library/nginx:1.27"',
  ports: '[80]',
  ssh_cidrs: '["203.0.113.7/32"]',
  ssh_key: KEY('B'),
  env: '{ LEVEL = "debug" }',
  ttl: '"7d"',
};

/** One edit of each key. */
const EDITS: Readonly<Record<string, string>> = {
  provider: '"aws"',
  region: '"europe-west1"',
  zone: '"us-east1-c"',
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
  ssh_key: KEY('C'),
  subnet_id: '"other"',
  public_ip: 'false',
  env: '{ LEVEL = "info" }',
  secrets: '{ TOKEN = "gsm:edited" }',
  environment: '"small"',
  protect: 'true',
  ttl: '"8d"',
  ttl_hours: '24',
  expire_itself: 'true',
  tags: '{ team = "search" }',
};
/** Edits that lead to another cloud or another region: another stack. */
const ELSEWHERE = ['provider', 'region'];

/** Keys about an image that is built and pushed: Terraform's resources do not depend on them. */
const IMAGE_KEYS =
  'auth build_args context dockerfile insecure keep_images platform platforms push_tags target registry_url';

test('every key of [deploy.N] has an edit', () => {
  // Another account is another stack; a machine knows nothing of its previews.
  const known = new Set(['account', 'preview', ...Object.keys(EDITS), ...IMAGE_KEYS.split(' ')]);
  expect(Object.keys(deploySchema.properties).filter((key) => !known.has(key))).toEqual([]);
});

function deployText(edit: Readonly<Record<string, string>>): string {
  const { ttl, ...rest } = { ...DEPLOY, ...edit };
  const table = 'ttl_hours' in edit ? rest : { ...rest, ttl };
  const lines = Object.entries(table).map(([key, value]) => `${key} = ${String(value)}\n`);
  return BLUEPRINT + lines.join('');
}

describeWith(google.provider, 'the plan of an edit of a machine on Google', () => {
  const { now, project: made } = onGoogle();

  it('is for any key what Terraform plans, part by part, or stricter by the written list', async () => {
    now.cloud.networks.names.add('other');
    now.cloud.networks.subnetworks.set('us-east1/other', 'other');
    const project = made('');
    project.write('Blueprint.toml', deployText({}));
    await project.runHelix('apply', '--auto-approve');
    const rows: string[] = [];
    for (const [key, value] of drawnOf(Object.entries(EDITS), 5)) {
      const region = key === 'provider' ? { region: '"us-east-1"', ssh_key: '"deploy"' } : {};
      project.write('Blueprint.toml', deployText({ [key]: value, ...region }));
      const verify = ELSEWHERE.includes(key) ? [] : ['--verify'];
      const run = await project.run(['plan', '--json', ...verify]);
      // Ends with 5 when Terraform would do more or less than Helix predicts.
      expect(`${key}: ${run.code} ${run.stderr}`).toMatch(new RegExp(`^${key}: 0 `));
      rows.push(rowOf(key, run.stdout));
    }
    process.stdout.write(`${rows.join('\n')}\n`);
  });
});

interface PlanJson {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
  readonly helix: { readonly verified: readonly { readonly part: string; readonly action: string }[] | null };
}

/** `instance.api image   Helix delete, create   Terraform update google_compute_instance.api` */
function rowOf(key: string, stdout: string): string {
  const plan = JSON.parse(stdout) as PlanJson;
  const change = plan.resource_changes.find(({ address }) => address === 'instance.api')?.change;
  const theirs = plan.helix.verified?.map(({ action, part }) => `${action} ${part}`) ?? ['not asked'];
  const ours = (change?.actions ?? ['no-op']).join(', ');
  return `instance.api ${key.padEnd(15)} Helix ${ours.padEnd(15)} Terraform ${theirs.join(', ')}`;
}

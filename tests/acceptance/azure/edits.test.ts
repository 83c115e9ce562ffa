import deploySchema from '../../../schemas/deploy.schema.json';
import { azure } from '../../../stacks/azure';
import { describeWith } from '../terraform/describe-with';
import { onAzure } from './on-azure';

const SUBNET =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/shared/subnets/a';

const DEPLOY: Readonly<Record<string, string>> = {
  provider: '"azure"',
  region: '"westeurope"',
  image: '"docker.io/library/nginx:1.27"',
  cpu: '2',
  memory_gb: '4',
  storage_gb: '20',
  ports: '[80]',
  ssh_cidrs: '["203.0.113.7/32"]',
  ssh_key: '"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 ada"',
  env: '{ LEVEL = "debug" }',
  secrets: '{ TOKEN = "env:FEED_TOKEN" }',
  ttl: '"7d"',
};

/** One edit of each key, and what it does with the machine. */
const EDITS: Readonly<Record<string, readonly [value: string, action: string]>> = {
  region: ['"northeurope"', 'replace'],
  cpu: ['8', 'update'],
  memory_gb: ['32', 'update'],
  storage_gb: ['200', 'replace'],
  arch: ['"arm64"', 'replace'],
  spot: ['true', 'replace'],
  image: ['"docker.io/library/nginx:1.28"', 'replace'],
  ports: ['[80, 8080]', 'replace'],
  ssh_cidrs: ['["203.0.113.0/24"]', 'update'],
  ssh_key: ['"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA grace"', 'replace'],
  subnet_id: [JSON.stringify(SUBNET), 'replace'],
  public_ip: ['false', 'replace'],
  env: ['{ LEVEL = "info" }', 'replace'],
  secrets: ['{ TOKEN = "env:OTHER_TOKEN" }', 'replace'],
  protect: ['true', 'update'],
  ttl: ['"8d"', 'update'],
  ttl_hours: ['24', 'update'],
  expire_itself: ['true', 'replace'],
  tags: ['{ team = "search" }', 'update'],
};
/** Keys of other clouds and accounts, of blueprints, of machines that this version does not apply, and of an image that is built. */
const ELSEWHERE =
  'account preview provider zone profile environment gpu_count gpu_type registry_url auth build_args context dockerfile insecure keep_images platform platforms push_tags target'.split(
    ' ',
  );

function tableOf(edit: Readonly<Record<string, string>>): string {
  const { ttl = '"7d"', ...rest } = { ...DEPLOY, ...edit };
  const table = 'ttl_hours' in edit ? rest : { ...rest, ttl };
  const lines = Object.entries(table).map(([key, value]) => `${key} = ${value}\n`);
  return `[deploy.api]\n${lines.join('')}`;
}

test('every key of [deploy.N] that a machine on Azure has is edited', () => {
  const known = [...Object.keys(EDITS), ...ELSEWHERE];
  expect(Object.keys(deploySchema.properties).filter((key) => !known.includes(key))).toEqual([]);
});

interface PlanJson {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

describeWith(azure.provider, 'the plan of an edit on Azure', () => {
  const { small } = onAzure();

  it('is what Terraform plans, part by part', async () => {
    const project = small(tableOf({}));
    const write = (table: string) => project.write('helix.toml', `[project]\nname = "small"\n${table}`);
    await project.runHelix('apply', '--auto-approve');
    const seen: Record<string, string> = {};
    for (const [key, [value]] of Object.entries(EDITS)) {
      write(tableOf({ [key]: value }));
      const env = { OTHER_TOKEN: 'other-s3cr3t-value' };
      const run = await project.run(['plan', '--json', '--verify'], { env });
      // Ends with 5 when Terraform would do more or less than Helix says.
      if (run.code === 0) {
        const plan = JSON.parse(run.stdout) as PlanJson;
        const [change] = plan.resource_changes.filter(({ address }) => address === 'instance.api');
        const actions = change?.change.actions ?? [];
        seen[key] = actions.length === 2 ? 'replace' : (actions[0] ?? 'no-op');
      } else seen[key] = `${run.code} ${run.stderr}`;
    }
    expect(seen).toEqual(Object.fromEntries(Object.entries(EDITS).map(([key, [, action]]) => [key, action])));
  });
});

import { onMoto } from '../on-moto';
import { machine } from '../small-projects';

const DEFAULTS = '[defaults]\ntags = { team = "search", stage = "test" }\n';

interface Tagged {
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

describe('tags', () => {
  const { moto, small } = onMoto();

  it('are on the machine, its disk, its firewall and its role, and are edited in place', async () => {
    const project = small(DEFAULTS + machine('api', 'tags = { stage = "live & well", old = "x" }\n'));
    await project.runHelix('apply', '--auto-approve');
    const first = await readTags();
    expect(Object.keys(first).sort()).toEqual(['disk', 'firewall', 'machine', 'role']);
    for (const tags of Object.values(first)) {
      expect(tags).toMatchObject({ team: 'search', stage: 'live - well', 'helix-address': 'instance.api' });
    }
    const { id } = await readMachine();
    project.edit('helix.toml', 'stage = "live & well", old = "x"', 'owner = "ada"');
    const { resource_changes: changes } = JSON.parse(await project.runHelix('plan', '--json')) as {
      resource_changes: { change: object }[];
    };
    expect(changes[0]?.change).toMatchObject({
      actions: ['update'],
      before: { tags: { team: 'search', stage: 'live & well', old: 'x' } },
      after: { tags: { team: 'search', stage: 'test', owner: 'ada' } },
    });
    await project.runHelix('apply', '--auto-approve');
    for (const tags of Object.values(await readTags())) {
      expect(tags).toMatchObject({ team: 'search', stage: 'test', owner: 'ada' });
      expect(tags).not.toHaveProperty('old');
    }
    expect(await readMachine()).toEqual({ id });
  });

  async function readMachine(): Promise<{ id: string | undefined }> {
    const ids = (await aws(
      'ec2',
      'describe-instances',
      '--query',
      'Reservations[].Instances[].InstanceId',
    )) as string[];
    return { id: ids[0] };
  }

  async function readTags(): Promise<Record<string, Record<string, string>>> {
    const [machines, disks, groups, roles] = (await Promise.all([
      aws('ec2', 'describe-instances', '--query', 'Reservations[].Instances[]'),
      aws('ec2', 'describe-volumes', '--query', 'Volumes'),
      aws('ec2', 'describe-security-groups', '--query', 'SecurityGroups[?GroupName!=`default`]'),
      aws('iam', 'list-roles', '--query', 'Roles[].RoleName'),
    ])) as [Tagged[], Tagged[], Tagged[], string[]];
    const role = roles.find((name) => name.startsWith('helix-')) ?? '';
    const ofRole = (await aws('iam', 'list-role-tags', '--role-name', role)) as Tagged;
    const entries = { machine: machines[0], disk: disks[0], firewall: groups[0], role: ofRole };
    return Object.fromEntries(Object.entries(entries).map(([part, tagged]) => [part, byName(tagged)]));
  }

  function aws(...words: readonly string[]): Promise<unknown> {
    return moto.runAws('us-east-1', ...words);
  }
});

function byName(tagged: Tagged | undefined): Record<string, string> {
  return Object.fromEntries((tagged?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
}

import type { Json, JsonObject } from '../../../../src/values/json';
import { EVERYTHING, loweredMachine } from '../../__tests__/sample-resources';
import type { Lowered } from '../../../lowered';

type Block = Readonly<Record<string, Json & JsonObject>>;

function block(lowered: Lowered, address: string): Block {
  const found = lowered.resources[address];
  if (found === undefined) throw new Error(`no ${address}`);
  return found as unknown as Block;
}

function instance(inputs: JsonObject = {}): Block {
  const lowered = loweredMachine(inputs);
  return block(lowered, lowered.primary);
}

function metadata(inputs: JsonObject = {}, expiresAt: string | null = null): Record<string, string> {
  const lowered = loweredMachine(inputs, 'api', expiresAt);
  return block(lowered, lowered.primary)['metadata'] as unknown as Record<string, string>;
}

const rules = (inputs: JsonObject) =>
  Object.entries(loweredMachine(inputs).resources).filter(([address]) =>
    address.startsWith('google_compute_firewall.'),
  );

describe('a machine on Google Cloud', () => {
  it('opens the listed ports and SSH to the listed networks, and denies everything else', () => {
    const found = rules({ ports: [9615, 8080], ssh_cidrs: ['203.0.113.7/32'] });
    expect(
      found.map(([address, { priority, source_ranges: from, allow, deny }]) => [
        address.split('.')[1],
        priority,
        from,
        allow ?? deny,
      ]),
    ).toEqual([
      ['api-ports', 500, ['0.0.0.0/0'], [{ protocol: 'tcp', ports: ['8080', '9615'] }]],
      ['api-ssh', 500, ['203.0.113.7/32'], [{ protocol: 'tcp', ports: ['22'] }]],
      ['api-deny', 600, ['0.0.0.0/0'], [{ protocol: 'all' }]],
    ]);
    for (const [, { target_tags: tags }] of found) {
      expect(tags).toEqual(instance()['tags']);
    }
  });

  it('opens nothing without a list', () => {
    expect(rules({}).map(([address]) => address)).toEqual(['google_compute_firewall.api-deny']);
  });

  it('runs in the default network, with an error and a way out if there is none', () => {
    const [[, deny] = []] = rules({});
    expect(deny).toMatchObject({
      network: 'default',
      lifecycle: {
        precondition: [
          { error_message: expect.stringContaining('gcloud compute networks create default') as string },
        ],
      },
    });
  });

  it.each([
    ['backend', { name: 'backend', region: 'us-central1' }],
    [
      'projects/net/regions/us-central1/subnetworks/b',
      { self_link: 'projects/net/regions/us-central1/subnetworks/b' },
    ],
  ])('runs in the named subnet, with its rules in the network of that: %s', (subnet, looked) => {
    const lowered = loweredMachine({ subnet_id: subnet, ports: [80] });
    const [[address, source] = ['']] = Object.entries(lowered.data);
    expect(source).toEqual(looked);
    expect(block(lowered, lowered.primary)['network_interface']).toEqual([
      { subnetwork: `\${${address}.self_link}`, access_config: [{}] },
    ]);
    expect(block(lowered, 'google_compute_firewall.api-ports')['network']).toBe(`\${${address}.network}`);
  });

  it('has other rules in another network, since a rule cannot move', () => {
    const names = (subnet: string | null) => rules({ subnet_id: subnet }).map(([, { name }]) => name);
    expect(names('a')).not.toEqual(names('b'));
    expect(names(null)).not.toEqual(names('b'));
  });

  it('takes the image of its architecture and the disk of its family, in the first zone of its region', () => {
    const arm = instance({ arch: 'arm64', instance_type: 'c4a-standard-2', disk: null, storage_gb: 4.5 });
    expect(arm).toMatchObject({
      zone: 'us-central1-a',
      machine_type: 'c4a-standard-2',
      boot_disk: {
        initialize_params: {
          image: 'projects/ubuntu-os-cloud/global/images/family/ubuntu-2404-lts-arm64',
          size: 10,
          type: 'hyperdisk-balanced',
        },
      },
    });
    expect(instance({ zone: 'us-central1-f', disk: null })).toMatchObject({
      zone: 'us-central1-f',
      boot_disk: { initialize_params: { type: 'pd-balanced', size: 20 } },
    });
  });

  it('names all five values of a spot machine, which are else planned again and again', () => {
    expect(instance({ spot: true })['scheduling']).toEqual({
      provisioning_model: 'SPOT',
      preemptible: true,
      automatic_restart: false,
      on_host_maintenance: 'TERMINATE',
      instance_termination_action: 'DELETE',
    });
  });

  it('attaches GPUs to a type that has none, and never moves a machine with GPUs', () => {
    const attached = instance({ instance_type: 'n1-standard-4+2xnvidia-tesla-t4' });
    expect(attached).toMatchObject({
      machine_type: 'n1-standard-4',
      guest_accelerator: [{ type: 'nvidia-tesla-t4', count: 2 }],
      scheduling: { on_host_maintenance: 'TERMINATE', automatic_restart: true },
    });
    const own = instance({ instance_type: 'g2-standard-4' });
    expect(own).not.toHaveProperty('guest_accelerator');
    expect(own).toMatchObject({ scheduling: { on_host_maintenance: 'TERMINATE' } });
    expect(instance()['scheduling']).not.toHaveProperty('on_host_maintenance');
  });

  it('has no public address if it should have none', () => {
    expect(instance({ public_ip: false })['network_interface']).toEqual([{ network: 'default' }]);
  });

  it('lets its own key log in, and those of the project not', () => {
    expect(metadata({ ssh_key: 'ssh-ed25519 AAAA me' })).toMatchObject({
      'ssh-keys': 'helix:ssh-ed25519 AAAA me',
      'block-project-ssh-keys': 'TRUE',
      'enable-oslogin': 'FALSE',
    });
    expect(metadata()).not.toHaveProperty('ssh-keys');
  });

  it('keeps its expiry where a renewal neither restarts nor replaces it', () => {
    expect(metadata({}, '2026-12-01T00:00:00Z')['helix-expires-at']).toBe(
      '${var.helix_expires_at["instance.api"]}',
    );
    expect(metadata()).not.toHaveProperty('helix-expires-at');
  });

  it('has the labels of its owner and of the user, of which none changes its disk', () => {
    const tagged = instance({ tags: { Team: 'Search & ads' } });
    expect(tagged['labels']).toEqual({
      team: 'search---ads',
      'helix-project': 'papertrail',
      'helix-workspace': 'default',
      'helix-address': 'instance-api',
      'helix-lineage': '${var.helix_lineage}',
      'helix-id': '${local.helix_id["instance.api"]}',
      'helix-op': '${var.helix_op["instance.api"]}',
    });
    expect(tagged['boot_disk']).toEqual(instance()['boot_disk']);
  });

  it('may do nothing that it does not need', () => {
    const types = Object.keys(loweredMachine().resources).map((address) => address.split('.')[0]);
    expect(types.filter((type) => type?.includes('iam'))).toEqual([]);
  });

  it('may pull from the repository of its image alone', () => {
    const lowered = loweredMachine({ image: `us-docker.pkg.dev/acme/team/api@sha256:${'a'.repeat(64)}` });
    expect(block(lowered, 'google_artifact_registry_repository_iam_member.api')).toEqual({
      project: 'acme',
      location: 'us',
      repository: 'team',
      role: 'roles/artifactregistry.reader',
      member: '${google_service_account.api.member}',
    });
    expect(metadata({ image: 'us-docker.pkg.dev/acme/team/api:1' })['user-data']).toContain(
      'registry=us-docker.pkg.dev\n',
    );
  });

  it('runs an image that Helix builds by the reference of its push, from its repository in the same project', () => {
    const lowered = loweredMachine({ image: `sha256:${'b'.repeat(64)}` });
    const { 'user-data': text = '' } = metadata({ image: `sha256:${'b'.repeat(64)}` });
    expect(text).toContain('image=${var.helix_image["instance.api"]}\n');
    expect(text).toContain('registry=${split("/", var.helix_image["instance.api"])[0]}\n');
    expect(text).not.toContain('bbbb');
    expect(block(lowered, 'google_artifact_registry_repository_iam_member.api')).toMatchObject({
      project: '${local.helix_scope}',
      location: 'us-central1',
      repository: 'helix-papertrail-api',
    });
  });

  it('gets a secret from the environment of Helix through a secret of its own, whose value is in no block', () => {
    const inputs = { env: { LOG: 'literal:info', TOKEN: 'env:TOKEN' }, secrets: { DB: 'env:DATABASE' } };
    const lowered = loweredMachine(inputs);
    expect(lowered.secrets).toEqual({ 'instance.api DB': 'env:DATABASE', 'instance.api TOKEN': 'env:TOKEN' });
    expect(block(lowered, 'google_secret_manager_secret.api-DB')).toMatchObject({
      secret_id: 'helix-${local.helix_id["instance.api"]}-DB',
      replication: { auto: {} },
    });
    expect(block(lowered, 'google_secret_manager_secret_version.api-DB')).toMatchObject({
      secret_data_wo: '${lookup(var.helix_secret, "instance.api DB", "")}',
      lifecycle: { create_before_destroy: true },
    });
    const { 'user-data': text } = metadata(inputs);
    expect(text).toContain(
      'DB=projects/${local.helix_scope}/secrets/helix-${local.helix_id["instance.api"]}-DB/versions/latest',
    );
    expect(text).toContain('LOG=info');
    expect(text).not.toContain('DATABASE');
  });

  it('may read the secrets that it refers to, each once', () => {
    const lowered = loweredMachine({
      secrets: { A: 'gsm:db', B: 'gsm:db', C: 'projects/other/secrets/key/versions/7' },
    });
    const readers = Object.entries(lowered.resources).filter(([address]) =>
      address.includes('secret_iam_member'),
    );
    expect(
      readers.map(([address, { project, secret_id: id }]) => [address.split('.')[1], project, id]),
    ).toEqual([
      ['api-A', '${local.helix_scope}', 'db'],
      ['api-C', 'other', 'key'],
    ]);
    const { 'user-data': text } = metadata({ secrets: { C: 'projects/other/secrets/key/versions/7' } });
    expect(text).toContain('C=projects/other/secrets/key/versions/7');
  });

  it('has a new version of a secret when its value changes, and of that one alone', () => {
    const versions = (digests: Readonly<Record<string, string>>) =>
      ['A', 'B'].map(
        (name) =>
          loweredMachine({ secrets: { A: 'env:A', B: 'env:B' } }, 'api', null, digests).resources[
            `google_secret_manager_secret_version.api-${name}`
          ]?.['secret_data_wo_version'],
      );
    const before = versions({ 'secrets.A': '1'.repeat(64), 'secrets.B': '2'.repeat(64) });
    const after = versions({ 'secrets.A': '3'.repeat(64), 'secrets.B': '2'.repeat(64) });
    expect(before[0]).not.toBe(versions({})[0]);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  it('refuses a secret that it cannot read, and shows only its name', () => {
    expect(() => loweredMachine({ secrets: { DB: 'ssm:/prod/db' } })).toThrow(
      'instance.api: `DB` refers to a secret that a machine on Google Cloud cannot read.',
    );
  });

  it('is created after what it reads', () => {
    expect(instance({ secrets: { DB: 'env:DB' } })['depends_on']).toEqual([
      'google_secret_manager_secret_iam_member.api-DB',
      'google_secret_manager_secret_version.api-DB',
    ]);
  });

  it('may delete itself alone, and only on request; another machine gets the permission again', () => {
    const lowered = loweredMachine({ expire_itself: true }, 'api', '2026-12-01T00:00:00Z');
    expect(block(lowered, 'google_compute_instance_iam_member.api')).toMatchObject({
      instance_name: '${google_compute_instance.api.id}',
      role: 'roles/compute.instanceAdmin.v1',
      member: '${google_service_account.api.member}',
    });
  });

  it('keeps containers from the metadata service', () => {
    expect(metadata()['user-data']).toContain('close -d 169.254.169.254 -p tcp --dport 80 -j REJECT\n');
  });

  it('says for each part how to find it again, and never imports the value of a secret', () => {
    const { probes, resources } = loweredMachine(EVERYTHING, 'api', '2026-12-01T00:00:00Z');
    expect(Object.keys(probes).sort()).toEqual(Object.keys(resources).sort());
    expect(probes['google_compute_instance.api']).toEqual({
      by: 'import',
      id: 'projects/${local.helix_scope}/zones/us-central1-c/instances/helix-papertrail-api-${local.helix_id["instance.api"]}',
    });
    expect(probes['google_secret_manager_secret_version.api-TOKEN']).toEqual({ by: 'create' });
  });

  it('has unique names of at most 63 characters', () => {
    const name = `helix-${'p'.repeat(80)}-api`;
    const nameOf = (long: string) => instance({ name: long })['name'] as unknown as string;
    expect(nameOf(name).replace(/\$\{.*\}/, '01234567').length).toBe(63);
    expect(nameOf(name)).not.toBe(nameOf(`${name}2`));
  });

  it('escapes the values of its environment for Terraform', () => {
    expect(metadata({ env: { A: 'literal:${b} %{c} $${d}' } })['user-data']).toContain('$${b} %%{c} $$${d}');
  });
});

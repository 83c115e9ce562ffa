import { ArtifactRegistryRepositoryIamMember } from '@cdktf/provider-google/lib/artifact-registry-repository-iam-member';
import { ComputeInstanceIamMember } from '@cdktf/provider-google/lib/compute-instance-iam-member';
import type { ComputeInstance } from '@cdktf/provider-google/lib/compute-instance';
import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret';
import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member';
import { SecretManagerSecretVersion } from '@cdktf/provider-google/lib/secret-manager-secret-version';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import type { ITerraformDependable } from 'cdktf/lib/terraform-dependable';
import { boundedName } from '../../identifier';
import { descriptionOf } from '../labels';
import { HELIX_SCOPE, literal } from '../../template';
import type { MachineContext } from './machine-context';
import type { MachineSecret } from './machine-secrets';
import { fillPlaceholders } from './placeholders';

/** Adds the service account of a machine, which may do nothing by itself. */
export function addAccount(machine: MachineContext): ServiceAccount {
  const name = machine.shortName();
  const id = `projects/${HELIX_SCOPE}/serviceAccounts/${name}@${HELIX_SCOPE}.iam.gserviceaccount.com`;
  return new ServiceAccount(machine.stack, machine.addPart('google_service_account', { by: 'import', id }), {
    accountId: name,
    displayName: literal(boundedName(machine.inputs.name, 100)),
    description: descriptionOf(machine.owner),
  });
}

/** Lets the machine pull its image: from the one repository that holds it. */
export function addPull(machine: MachineContext, account: ServiceAccount): ITerraformDependable[] {
  const { repository } = machine.image;
  if (repository === null) return [];
  const part = machine.addPart('google_artifact_registry_repository_iam_member', { by: 'create' });
  return [
    new ArtifactRegistryRepositoryIamMember(machine.stack, part, {
      project: fillPlaceholders(repository.project, machine.owner.address),
      location: repository.location,
      repository: repository.id,
      role: 'roles/artifactregistry.reader',
      member: account.member,
    }),
  ];
}

/**
 * Adds the secrets that Helix writes, and lets the machine read these and those that it refers to. Terraform keeps their
 * values in neither its plan nor its state.
 */
export function addSecrets(machine: MachineContext, account: ServiceAccount): ITerraformDependable[] {
  const { stack, owner, secrets } = machine;
  const seen = new Set<string>();
  return secrets.flatMap((secret) => {
    const { project, id } = secret;
    const suffix = `-${secret.variable}`;
    const written = secret.written === null ? null : addSecret(machine, secret, secret.written);
    // Two variables may have the same value.
    if (seen.has(`${project} ${id}`)) return [];
    seen.add(`${project} ${id}`);
    const part = machine.addPart('google_secret_manager_secret_iam_member', { by: 'create' }, suffix);
    const reader = new SecretManagerSecretIamMember(stack, part, {
      project: fillPlaceholders(project, owner.address),
      secretId: written?.secret.secretId ?? fillPlaceholders(id, owner.address),
      role: 'roles/secretmanager.secretAccessor',
      member: account.member,
    });
    return [reader, ...(written === null ? [] : [written.version])];
  });
}

function addSecret(machine: MachineContext, { variable, id, mark }: MachineSecret, source: string) {
  const { stack, owner } = machine;
  const { address } = owner;
  const secretId = fillPlaceholders(id, address);
  const probe = { by: 'import', id: `projects/${HELIX_SCOPE}/secrets/${secretId}` } as const;
  const secret = new SecretManagerSecret(
    stack,
    machine.addPart('google_secret_manager_secret', probe, `-${variable}`),
    { secretId, replication: { auto: {} }, labels: machine.labels() },
  );
  const key = JSON.stringify(`${address} ${variable}`);
  const origin = mark === null ? source : `${source} ${mark.slice(0, 16)}`;
  const digest = `sha256("\${var.helix_op["${address}"]} ${origin}")`;
  // An import would read the value into Terraform's state: a lost version is written again.
  const part = machine.addPart('google_secret_manager_secret_version', { by: 'create' }, `-${variable}`);
  const version = new SecretManagerSecretVersion(stack, part, {
    secret: secret.id,
    secretDataWo: `\${lookup(var.helix_secret, ${key}, "")}`,
    // The old version is destroyed when the new one is there.
    lifecycle: { createBeforeDestroy: true },
  });
  // Rewritten whenever the machine is replaced, or the reference or its value changes.
  version.addOverride('secret_data_wo_version', `\${parseint(substr(${digest}, 0, 7), 16)}`);
  return { secret, version };
}

/** Lets the machine delete itself, and no other one. */
export function addEnd(machine: MachineContext, account: ServiceAccount, instance: ComputeInstance): void {
  if (!machine.inputs.expireItself) return;
  const part = machine.addPart('google_compute_instance_iam_member', { by: 'create' });
  new ComputeInstanceIamMember(machine.stack, part, {
    zone: machine.inputs.zone,
    // The id is not known before the machine is: with another machine the permission is given again.
    instanceName: instance.id,
    role: 'roles/compute.instanceAdmin.v1',
    member: account.member,
  });
}

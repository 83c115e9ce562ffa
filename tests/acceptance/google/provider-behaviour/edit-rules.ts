import type { EditRules } from '../../terraform/provider-behaviour/attribute-edits';

/** The rules by which the attributes of Google's blocks are edited. */
export const GOOGLE_EDITS: EditRules = {
  whole: new Set([
    'access_config',
    'allow',
    'auto',
    'deny',
    'guest_accelerator',
    'labels',
    'metadata',
    'scopes',
    'source_ranges',
    'tags',
    'target_tags',
  ]),
  fixed: new Set([
    'google_compute_firewall.allow',
    'google_compute_firewall.deny',
    'google_compute_instance.network_interface.network',
    'google_compute_instance.network_interface.subnetwork',
    // Without it a machine with GPUs is refused.
    'google_compute_instance.scheduling.on_host_maintenance',
  ]),
  values: {
    'google_artifact_registry_repository.format': 'MAVEN',
    'google_artifact_registry_repository.location': 'us-west1',
    'google_artifact_registry_repository_iam_member.role': 'roles/artifactregistry.writer',
    'google_compute_firewall.allow': [{ protocol: 'udp', ports: ['53'] }],
    'google_compute_firewall.deny': [{ protocol: 'udp', ports: ['53'] }],
    'google_compute_firewall.direction': 'EGRESS',
    'google_compute_firewall.network': 'other',
    'google_compute_firewall.source_ranges': ['10.0.0.0/8'],
    'google_compute_firewall.target_tags': ['other'],
    'google_compute_instance.boot_disk.initialize_params.image':
      'projects/ubuntu-os-cloud/global/images/family/ubuntu-2204-lts',
    'google_compute_instance.boot_disk.initialize_params.type': 'pd-ssd',
    'google_compute_instance.guest_accelerator': [{ type: 'nvidia-tesla-v100', count: 1 }],
    'google_compute_instance.machine_type': 'n2-standard-8',
    'google_compute_instance.metadata': { 'user-data': '#cloud-config\n# another\n' },
    'google_compute_instance.network_interface.access_config': [{ network_tier: 'STANDARD' }],
    'google_compute_instance.network_interface.network': 'other',
    'google_compute_instance.network_interface.subnetwork': 'regions/us-east1/subnetworks/default',
    'google_compute_instance.scheduling.instance_termination_action': 'STOP',
    'google_compute_instance.scheduling.on_host_maintenance': 'MIGRATE',
    'google_compute_instance.scheduling.provisioning_model': 'SPOT',
    'google_compute_instance.service_account.scopes': ['compute-ro'],
    'google_compute_instance.tags': ['other'],
    'google_compute_instance.zone': 'us-east1-c',
    'google_compute_instance_iam_member.zone': 'us-east1-c',
    'google_secret_manager_secret.replication.auto': [
      { customer_managed_encryption: [{ kms_key_name: 'key' }] },
    ],
    'google_secret_manager_secret_version.secret': 'projects/papertrail-prod/secrets/other',
    'google_secret_manager_secret_version.secret_data_wo_version': 7,
  },
};

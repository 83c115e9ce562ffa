import type { EditRules } from '../../../terraform/provider-behaviour/attribute-edits';

/** The rules by which the attributes of AWS blocks are edited. */
export const AWS_EDITS: EditRules = {
  whole: new Set(['tags', 'ingress', 'egress']),
  fixed: new Set(),
  values: {
    'aws_ecr_repository.encryption_configuration.encryption_type': 'KMS',
    'aws_ecr_repository.image_tag_mutability': 'MUTABLE',
    'aws_iam_role.assume_role_policy': JSON.stringify({ Version: '2012-10-17', Statement: [] }),
    'aws_iam_role_policy.policy': JSON.stringify({ Version: '2012-10-17', Statement: [] }),
    'aws_instance.instance_market_options.market_type': 'capacity-block',
    'aws_instance.instance_market_options.spot_options.instance_interruption_behavior': 'stop',
    'aws_instance.instance_market_options.spot_options.spot_instance_type': 'persistent',
    'aws_instance.instance_type': 't3.large',
    'aws_instance.metadata_options.http_endpoint': 'disabled',
    'aws_instance.metadata_options.http_tokens': 'optional',
    'aws_instance.metadata_options.instance_metadata_tags': 'disabled',
    'aws_instance.root_block_device.volume_type': 'gp2',
    'aws_instance.vpc_security_group_ids': ['sg-0123456789abcdef0'],
    'aws_key_pair.public_key': `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'B'.repeat(43)} other`,
    'aws_security_group.egress': [],
    'aws_security_group.ingress': [],
    'aws_ssm_parameter.type': 'String',
    'aws_ssm_parameter.value_wo_version': 7,
  },
};

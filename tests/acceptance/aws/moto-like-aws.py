"""moto's server, with what it leaves out, or does otherwise than AWS.

A machine that is started as spot has a spot request: without it the AWS provider reads a machine without market options,
and each plan wants to replace it.

A role that has left its instance profile cannot leave it again: AWS says NoSuchEntity, and moto 500, which the provider
tries again for many minutes.

MOTO_PUBLIC_ADDRESS is the public address of every machine, where it is set: one that can be asked.
"""

import os
import sys
from unittest.mock import patch

from moto.ec2.models import elastic_network_interfaces, spot_requests
from moto.ec2.models.instances import InstanceBackend
from moto.ec2.utils import random_spot_request_id
from moto.iam.exceptions import NotFoundException
from moto.iam.models import IAMBackend
from moto.server import main

run_instances = InstanceBackend.run_instances


def with_spot_requests(backend, *words, **options):
    reservation = run_instances(backend, *words, **options)
    if options.get("instance_market_options"):
        for instance in reservation.instances:
            request = spot_request(backend, instance)
            backend.spot_instance_requests[request.id] = request
            instance.spot_instance_request_id = request.id
    return reservation


def spot_request(backend, instance):
    """The request that led to this machine: it starts none of its own."""
    kind = spot_requests.SpotInstanceRequest
    with patch.object(kind, "launch_instance", lambda request: instance):
        return kind(
            backend,
            spot_request_id=random_spot_request_id(),
            price="",
            image_id=instance.image_id,
            spot_instance_type="one-time",
            valid_from=None,
            valid_until=None,
            launch_group=None,
            availability_zone_group=None,
            key_name=instance.key_name,
            security_groups=[],
            user_data=None,
            instance_type=instance.instance_type,
            placement=None,
            kernel_id=None,
            ramdisk_id=None,
            monitoring_enabled=False,
            subnet_id=instance.subnet_id,
            tags={},
            spot_fleet_id=None,
            instance_interruption_behaviour="terminate",
        )


remove_role = IAMBackend.remove_role_from_instance_profile


def remove_role_once(backend, profile_name, role_name):
    profile = backend.get_instance_profile(profile_name)
    if backend.get_role(role_name) not in profile.roles:
        raise NotFoundException(f"The role with name {role_name} is not in instance profile {profile_name}.")
    remove_role(backend, profile_name, role_name)


InstanceBackend.run_instances = with_spot_requests
IAMBackend.remove_role_from_instance_profile = remove_role_once
if "MOTO_PUBLIC_ADDRESS" in os.environ:
    elastic_network_interfaces.random_public_ip = lambda: os.environ["MOTO_PUBLIC_ADDRESS"]
sys.exit(main())

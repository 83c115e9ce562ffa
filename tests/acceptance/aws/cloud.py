"""Prints what AWS at an endpoint holds, in one region, as JSON: read by Amazon's own SDK, with no help from Helix or Terraform."""

import json
import sys

import boto3

endpoint, region = sys.argv[1:3]


def client(service):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="reader",
        aws_secret_access_key="reader",
    )


ec2, iam, ecr, ssm = client("ec2"), client("iam"), client("ecr"), client("ssm")


def tags(item):
    return {tag["Key"]: tag["Value"] for tag in item.get("Tags", [])}


def instance(item):
    return {
        "id": item["InstanceId"],
        "state": item["State"]["Name"],
        "type": item["InstanceType"],
        "architecture": item["Architecture"],
        "image": item["ImageId"],
        "spot": item.get("InstanceLifecycle") == "spot",
        "subnet": item.get("SubnetId"),
        "key": item.get("KeyName"),
        "profile": item.get("IamInstanceProfile", {}).get("Arn"),
        "publicAddress": item.get("PublicIpAddress"),
        "privateAddress": item.get("PrivateIpAddress"),
        "groups": sorted(group["GroupName"] for group in item["SecurityGroups"]),
        "metadata": item.get("MetadataOptions"),
        "volumes": [disk["Ebs"]["VolumeId"] for disk in item.get("BlockDeviceMappings", [])],
        "tags": tags(item),
    }


def group(item):
    def rules(permissions):
        return sorted(
            [str(rule["IpProtocol"]), rule.get("FromPort"), rule.get("ToPort"), source["CidrIp"]]
            for rule in permissions
            for source in rule.get("IpRanges", [])
        )

    return {
        "id": item["GroupId"],
        "name": item["GroupName"],
        "ingress": rules(item["IpPermissions"]),
        "egress": rules(item["IpPermissionsEgress"]),
        "tags": tags(item),
    }


def role(item):
    name = item["RoleName"]
    return {
        "name": name,
        "policies": {
            policy: iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
            for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]
        },
        "attached": [policy["PolicyArn"] for policy in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]],
        "tags": {tag["Key"]: tag["Value"] for tag in iam.list_role_tags(RoleName=name)["Tags"]},
    }


def repository(item):
    name = item["repositoryName"]
    try:
        policy = json.loads(ecr.get_lifecycle_policy(repositoryName=name)["lifecyclePolicyText"])
    except ecr.exceptions.LifecyclePolicyNotFoundException:
        policy = None
    return {
        "name": name,
        "mutability": item["imageTagMutability"],
        "scan": item["imageScanningConfiguration"]["scanOnPush"],
        "encryption": item.get("encryptionConfiguration"),
        "lifecycle": policy,
        "tags": {tag["Key"]: tag["Value"] for tag in ecr.list_tags_for_resource(resourceArn=item["repositoryArn"])["tags"]},
    }


found = [item for reservation in ec2.describe_instances()["Reservations"] for item in reservation["Instances"]]
json.dump(
    {
        "instances": [instance(item) for item in found],
        "groups": [group(item) for item in ec2.describe_security_groups()["SecurityGroups"] if item["GroupName"] != "default"],
        "volumes": [
            {"id": item["VolumeId"], "size": item["Size"], "type": item["VolumeType"], "encrypted": item["Encrypted"]}
            for item in ec2.describe_volumes()["Volumes"]
        ],
        "keys": [item["KeyName"] for item in ec2.describe_key_pairs()["KeyPairs"]],
        "roles": [role(item) for item in iam.list_roles()["Roles"]],
        "profiles": [item["InstanceProfileName"] for item in iam.list_instance_profiles()["InstanceProfiles"]],
        "repositories": [repository(item) for item in ecr.describe_repositories()["repositories"]],
        # Amazon's own parameters are there for everybody.
        "parameters": [
            {"name": item["Name"], "type": item["Type"]}
            for page in ssm.get_paginator("describe_parameters").paginate()
            for item in page["Parameters"]
            if not item["Name"].startswith("/aws/")
        ],
    },
    sys.stdout,
)

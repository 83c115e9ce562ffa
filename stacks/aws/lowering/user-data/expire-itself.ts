import { shellWord } from '../../../../src/values/shell-word';

export const EXPIRE_SERVICE = `[Unit]
Description=Helix: terminate this machine when its time has passed

[Service]
Type=oneshot
ExecStart=/usr/local/sbin/helix-expire
`;

export const EXPIRE_TIMER = `[Unit]
Description=Helix: look whether this machine's time has passed

[Timer]
OnBootSec=1min
OnUnitActiveSec=1min

[Install]
WantedBy=timers.target
`;

/** The script that terminates the machine when the time in its own tag, which a renewal moves, has passed. */
export function expireScript(region: string): string {
  return `#!/bin/bash
# Terminates this machine when the time in its tag helix-expires-at has passed. helix-expire.timer calls it each minute.
set -euo pipefail

region=${shellWord(region)}
${BODY}`;
}

const BODY = `
metadata=http://169.254.169.254/latest
token=$(curl -fsS -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$metadata/api/token")
read_metadata() { curl -fsS -m 5 -H "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/$1"; }

# No such tag: no time is set.
expires=$(read_metadata tags/instance/helix-expires-at) || exit 0
# What is no time is nothing to act upon.
[[ $expires =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$ ]] || { echo "helix-expires-at is no time: $expires" >&2; exit 1; }
at=$(date -u -d "$expires" +%s)
if [ "$(date -u +%s)" -lt "$at" ]; then exit 0; fi

echo "This machine's time has passed ($expires): it terminates itself."
instance=$(read_metadata instance-id)
aws ec2 terminate-instances --region "$region" --instance-ids "$instance"
`;

import { shellWord } from '../../../src/values/shell-word';

/** The unit that mounts the volume before docker starts, at each boot. Without the volume docker does not start. */
export const VOLUME_SERVICE = `[Unit]
Description=Helix: mount the volume that docker keeps everything on
Before=docker.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/sbin/helix-volume

[Install]
WantedBy=multi-user.target
RequiredBy=docker.service
`;

/** The script that mounts the volume, with a file system of its full size. Only a volume without any data is formatted. */
export function volumeScript(device: string): string {
  return `#!/bin/bash
# Mounts the volume that docker keeps everything on. helix-volume.service calls it before docker.
set -euo pipefail

device=${shellWord(device)}
folder=/var/lib/docker
if mountpoint -q "$folder"; then exit 0; fi
# A cloud attaches it after the boot: helix.service tries again.
[ -b "$device" ] || { echo "The volume $device is not attached yet." >&2; exit 1; }
# blkid ends with 2 where it finds nothing on the volume.
found=0
blkid -p "$device" >/dev/null || found=$?
case $found in
  0) ;;
  2) mkfs.ext4 -q "$device" ;;
  *) exit "$found" ;;
esac
mkdir -p "$folder"
mount "$device" "$folder"
# The volume may have grown.
resize2fs "$device"
`;
}

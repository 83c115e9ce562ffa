import type { ExpiryDialect } from './input';
import { shellSettings } from './shell-settings';

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

/** The script that terminates the machine when the time in its own marks, which a renewal moves, has passed. */
export function expireScript(
  { place, read, end }: ExpiryDialect,
  settings: Readonly<Record<string, string>>,
): string {
  return `#!/bin/bash
# Terminates this machine when the time in ${place} has passed. helix-expire.timer calls it each minute.
set -euo pipefail

${shellSettings(settings)}
${read}
# What is no time is nothing to act upon.
[[ $expires =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$ ]] || { echo "helix-expires-at is no time: $expires" >&2; exit 1; }
at=$(date -u -d "$expires" +%s)
if [ "$(date -u +%s)" -lt "$at" ]; then exit 0; fi

echo "This machine's time has passed ($expires): it terminates itself."
${end}`;
}

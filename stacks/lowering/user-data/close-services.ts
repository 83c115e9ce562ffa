import type { ClosedService } from './input';

/** The unit that closes services before docker starts any container, at each boot. */
export const CLOSE_SERVICE = `[Unit]
Description=Helix: keep containers from the credentials of this machine
Before=docker.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/sbin/helix-close

[Install]
WantedBy=multi-user.target
`;

/** The script that rejects the packets of containers to services of the cloud; those of the machine itself pass. */
export function closeScript(services: readonly ClosedService[]): string {
  return `#!/bin/bash
# Keeps containers from services that would give them this machine's identity. helix-close.service calls it before docker.
set -euo pipefail

# docker keeps the rules of this chain, and asks it first.
iptables -w -N DOCKER-USER 2>/dev/null || true
close() {
  iptables -w -C DOCKER-USER "$@" 2>/dev/null || iptables -w -I DOCKER-USER "$@"
}
${services.flatMap(({ address, ports }) => ports.map((port) => `close -d ${address} -p tcp --dport ${port} -j REJECT`)).join('\n')}
`;
}

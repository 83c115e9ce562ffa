import type { FirewallInboundRule, FirewallOutboundRule } from '@cdktf/provider-digitalocean/lib/firewall';

const EVERYBODY = ['0.0.0.0/0', '::/0'];

/** The rules that open each listed port to everybody, and SSH to the networks in `sshCidrs`. */
export function inboundRules(ports: readonly number[], sshCidrs: readonly string[]): FirewallInboundRule[] {
  const open = [...new Set(ports)].sort((a, b) => a - b).map((port) => tcp(port, EVERYBODY));
  return sshCidrs.length === 0 ? open : [...open, tcp(22, [...new Set(sshCidrs)].sort())];
}

/** The rules for outgoing traffic, which allow everything: a machine installs, pulls and calls what it needs. */
export const OPEN_EGRESS: FirewallOutboundRule[] = [
  { protocol: 'tcp', portRange: '1-65535', destinationAddresses: EVERYBODY },
  { protocol: 'udp', portRange: '1-65535', destinationAddresses: EVERYBODY },
  { protocol: 'icmp', destinationAddresses: EVERYBODY },
];

function tcp(port: number, sourceAddresses: string[]): FirewallInboundRule {
  return { protocol: 'tcp', portRange: `${port}`, sourceAddresses };
}

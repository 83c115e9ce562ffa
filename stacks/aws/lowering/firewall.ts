import type { SecurityGroupEgress, SecurityGroupIngress } from '@cdktf/provider-aws/lib/security-group';

const EVERYBODY = ['0.0.0.0/0', '::/0'];

/** The rules that open each listed port to everybody, and SSH to the networks in `sshCidrs`. */
export function ingressRules(ports: readonly number[], sshCidrs: readonly string[]): SecurityGroupIngress[] {
  const open = [...new Set(ports)].sort((a, b) => a - b).map((port) => tcp(port, EVERYBODY, `Port ${port}`));
  return sshCidrs.length === 0 ? open : [...open, tcp(22, [...new Set(sshCidrs)].sort(), 'SSH')];
}

/** The rule for outgoing traffic, which allows everything: a machine installs, pulls and calls what it needs. */
export const OPEN_EGRESS: SecurityGroupEgress[] = [
  { protocol: '-1', fromPort: 0, toPort: 0, ...sources(EVERYBODY), description: 'Everything' },
];

function tcp(port: number, cidrs: readonly string[], description: string): SecurityGroupIngress {
  return { protocol: 'tcp', fromPort: port, toPort: port, ...sources(cidrs), description };
}

/** The sources of a rule. Terraform requires every attribute of an inline rule. */
function sources(cidrs: readonly string[]) {
  return {
    cidrBlocks: cidrs.filter((cidr) => !cidr.includes(':')),
    ipv6CidrBlocks: cidrs.filter((cidr) => cidr.includes(':')),
    prefixListIds: [],
    securityGroups: [],
    selfAttribute: false,
  };
}

import type { SecurityGroupEgress, SecurityGroupIngress } from '@cdktf/provider-aws/lib/security-group';

const EVERYBODY = ['0.0.0.0/0', '::/0'];

/** Each listed port for everybody, one by one, and SSH for whom `sshCidrs` names. Nothing else comes in. */
export function ingressRules(ports: readonly number[], sshCidrs: readonly string[]): SecurityGroupIngress[] {
  const open = [...new Set(ports)].sort((a, b) => a - b).map((port) => tcp(port, EVERYBODY, `Port ${port}`));
  return sshCidrs.length === 0 ? open : [...open, tcp(22, [...new Set(sshCidrs)].sort(), 'SSH')];
}

/** Everything may go out: a machine installs, pulls and calls what it needs. */
export const OPEN_EGRESS: SecurityGroupEgress[] = [
  { protocol: '-1', fromPort: 0, toPort: 0, ...sources(EVERYBODY), description: 'Everything' },
];

function tcp(port: number, cidrs: readonly string[], description: string): SecurityGroupIngress {
  return { protocol: 'tcp', fromPort: port, toPort: port, ...sources(cidrs), description };
}

/** Terraform wants every attribute of an inline rule to be there. */
function sources(cidrs: readonly string[]) {
  return {
    cidrBlocks: cidrs.filter((cidr) => !cidr.includes(':')),
    ipv6CidrBlocks: cidrs.filter((cidr) => cidr.includes(':')),
    prefixListIds: [],
    securityGroups: [],
    selfAttribute: false,
  };
}

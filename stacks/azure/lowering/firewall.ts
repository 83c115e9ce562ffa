import type { JsonObject } from '../../../src/values/json';

/** The first priority that Azure allows; each rule needs its own. */
const FIRST_PRIORITY = 100;

/**
 * The rules that open each listed port to everybody, and SSH to the networks in `sshCidrs`. Azure's own rules deny the
 * rest of what comes in, and allow all that goes out.
 */
export function securityRules(ports: readonly number[], sshCidrs: readonly string[]): JsonObject[] {
  const cidrs = [...new Set(sshCidrs)].sort();
  // A rule takes networks of one family only.
  const families = [
    { name: 'ssh', networks: cidrs.filter((cidr) => !cidr.includes(':')) },
    { name: 'ssh-ipv6', networks: cidrs.filter((cidr) => cidr.includes(':')) },
  ];
  const rules = [
    ...[...new Set(ports)]
      .sort((a, b) => a - b)
      .map((port) => ({ name: `port-${port}`, port, from: { sourceAddressPrefix: '*' } })),
    ...families
      .filter(({ networks }) => networks.length > 0)
      .map(({ name, networks }) => ({ name, port: 22, from: { sourceAddressPrefixes: networks } })),
  ];
  return rules.map(({ name, port, from }, at) => ({
    name,
    properties: {
      priority: FIRST_PRIORITY + at,
      direction: 'Inbound',
      access: 'Allow',
      protocol: 'Tcp',
      sourcePortRange: '*',
      ...from,
      destinationPortRange: `${port}`,
      destinationAddressPrefix: '*',
    },
  }));
}

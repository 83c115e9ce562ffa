import { digestOfText } from '../../../src/values/digest';
import type { JsonObject } from '../../../src/values/json';

const EVERYBODY = ['0.0.0.0/0', '::/0'];

/**
 * The rules that open each listed port to everybody, and SSH to the networks in `sshCidrs`, each under a name that only its
 * own content decides: a new rule leaves the others alone. Outgoing traffic is open without any.
 */
export function firewallRules(
  ports: readonly number[],
  sshCidrs: readonly string[],
): ReadonlyMap<string, JsonObject> {
  const open = ports.flatMap((port) => EVERYBODY.map((cidr) => [port, cidr] as const));
  const all = [...open, ...sshCidrs.map((cidr) => [22, cidr] as const)];
  return new Map(all.map(([port, cidr]) => [`${port}-${digestOfText(cidr).slice(0, 8)}`, rule(port, cidr)]));
}

function rule(port: number, cidr: string): JsonObject {
  const [subnet = '', size = ''] = cidr.split('/');
  return {
    protocol: 'tcp',
    ip_type: cidr.includes(':') ? 'v6' : 'v4',
    subnet,
    subnet_size: Number(size),
    port: `${port}`,
  };
}

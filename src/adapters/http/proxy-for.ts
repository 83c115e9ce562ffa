import { BlockList, isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

/** A request's target, as far as the choice of a proxy depends on it. */
export interface Target {
  readonly secure: boolean;
  /** A name or an IP address. */
  readonly host: string;
  readonly port: number;
}

/**
 * Returns the variable and the URL of the proxy for a target; null: none. The rules are those of Terraform and of all Go
 * programs, so that one environment means the same to Helix and to the Terraform that it starts: this host itself is never
 * behind a proxy, and the upper-case variable precedes.
 */
export function proxyFor(
  target: Target,
  environment: Environment,
): { readonly variable: string; readonly url: string } | null {
  const name = target.secure ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const found = variable(name, environment);
  if (found === null || isLoopback(hostOf(target))) return null;
  const excluded = variable('NO_PROXY', environment)?.value.split(/[\s,]+/) ?? [];
  if (excluded.some((entry) => matches(entry.toLowerCase(), target))) return null;
  return { variable: found.name, url: found.value };
}

/** Whether the environment names any proxy. */
export function hasProxy(environment: Environment): boolean {
  return ['HTTP_PROXY', 'HTTPS_PROXY'].some((name) => variable(name, environment) !== null);
}

function variable(name: string, environment: Environment): { name: string; value: string } | null {
  for (const spelling of [name, name.toLowerCase()]) {
    const value = environment[spelling]?.trim() ?? '';
    if (value !== '') return { name: spelling, value };
  }
  return null;
}

function hostOf({ host }: Target): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || (isIP(host) !== 0 && LOOPBACK.check(host, familyOf(host)));
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether an entry of NO_PROXY covers a target: `*`, a name, `.suffix`, `*.suffix`, an address or a network, with a port or without. */
function matches(entry: string, target: Target): boolean {
  if (entry === '*') return true;
  const host = hostOf(target);
  const [, network, length] = /^(.+)\/(\d+)$/.exec(entry) ?? [];
  if (network !== undefined) return isIP(host) !== 0 && isWithin(host, network, Number(length));
  const { name, port } = nameAndPort(entry);
  if (name === '' || (port !== null && port !== target.port)) return false;
  if (isIP(name) !== 0) return isIP(host) !== 0 && isWithin(host, name, isIP(name) === 4 ? 32 : 128);
  const suffix = name.replace(/^\*\./, '.');
  return suffix.startsWith('.') ? host.endsWith(suffix) : host === suffix || host.endsWith(`.${suffix}`);
}

function nameAndPort(entry: string): { name: string; port: number | null } {
  if (isIP(entry) !== 0) return { name: entry, port: null };
  const [, bracketed, plain, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? [];
  return { name: bracketed ?? plain ?? '', port: port === undefined ? null : Number(port) };
}

function isWithin(host: string, network: string, length: number): boolean {
  const family = isIP(network);
  if (family === 0 || length > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, length, familyOf(network));
  return list.check(host, familyOf(host));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

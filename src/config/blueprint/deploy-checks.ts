import type { Severity } from '../validation/problems';
import type { Part } from '../text/places';
import type { TomlPath } from '../text/table-headers';

/** Reports a problem of a key; `below` is the path to the invalid part of its value. */
export type Report = (
  severity: Severity,
  below: TomlPath,
  code: string,
  message: string,
  hint?: string,
  part?: Part,
) => void;

/** Warns of a duplicate port, and of SSH that is open to everyone. */
export function checkOpenPorts(ports: readonly number[], report: Report): void {
  ports.forEach((port, index) => {
    if (ports.indexOf(port) < index) {
      report('warning', [index], 'duplicate-port', `Port ${port} is listed twice.`, 'Remove one of them.');
    } else if (port === 22) {
      report('warning', [index], 'open-ssh', 'Port 22 is open to everyone.', OPEN_SSH);
    }
  });
}

const OPEN_SSH = 'Restrict it to your addresses: `ssh_cidrs = ["203.0.113.7/32"]`.';

/** Reports invalid CIDR blocks: each must begin with its network address. Warns of a block of all addresses. */
export function checkSshCidrs(cidrs: readonly string[], report: Report): void {
  cidrs.forEach((cidr, index) => {
    const hint = cidrHint(cidr);
    if (hint !== null) report('error', [index], 'bad-cidr', `\`${cidr}\` is not a CIDR block.`, hint);
    else if (cidr.endsWith('/0'))
      report('warning', [index], 'open-ssh', 'SSH is open to everyone.', OPEN_SSH);
  });
}

/** Returns the hint for a text that is not a CIDR block; null for a valid block. */
function cidrHint(cidr: string): string | null {
  const [address = '', length, ...more] = cidr.split('/');
  const bits = ipv4Bits(address);
  const isV6 = address.includes(':') && URL.canParse(`http://[${address}]/`);
  if (bits === null && !isV6) return 'Write an address and a length: `203.0.113.0/24`.';
  const longest = isV6 ? 128 : 32;
  if (length === undefined) return `Write \`${cidr}/${longest}\` for this one address.`;
  const size = /^\d{1,3}$/.test(length) ? Number(length) : Infinity;
  if (size > longest || more.length > 0) return `The length must be between 0 and ${longest}.`;
  if (bits === null) return null;
  const network = size === 0 ? 0 : (bits >>> (32 - size)) << (32 - size);
  return network >>> 0 === bits ? null : `Did you mean \`${ipv4Text(network >>> 0)}/${size}\`?`;
}

function ipv4Bits(address: string): number | null {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return null;
  return parts.reduce((bits, part) => bits * 256 + Number(part), 0);
}

function ipv4Text(bits: number): string {
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}

const HOST = /^(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?)$/;
const PATH_PART = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Reports an invalid image reference. A valid one is `ghcr.io/acme/api:1.4.2`, or has a digest. */
export function checkImage(image: string, report: Report): void {
  if (isImageReference(image)) return;
  const bare = image.replace(/^[a-z+]+:\/\//i, '').trim();
  const meant = [bare, bare.toLowerCase()].find(isImageReference);
  report(
    'error',
    [],
    'bad-image',
    `\`${image}\` is not an image reference.`,
    meant === undefined ? 'Write `HOST/NAME:TAG`: `ghcr.io/acme/api:1.4.2`.' : `Did you mean \`${meant}\`?`,
  );
}

function isImageReference(text: string): boolean {
  const [named = '', digest, ...more] = text.split('@');
  if (more.length > 0 || (digest !== undefined && !DIGEST.test(digest))) return false;
  const slash = named.lastIndexOf('/');
  const colon = named.indexOf(':', slash + 1);
  if (colon !== -1 && !TAG.test(named.slice(colon + 1))) return false;
  const parts = named.slice(0, colon === -1 ? undefined : colon).split('/');
  const [first = ''] = parts;
  const hasHost = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  return (!hasHost || HOST.test(first)) && parts.slice(hasHost ? 1 : 0).every((part) => PATH_PART.test(part));
}

/** A text that should be a CIDR block: its canonical form, null where it has none, and what to write instead. */
export interface ReadCidr {
  /** As clouds answer it: the network address in its shortest lower-case form, and the length without leading zeros. */
  readonly canonical: string | null;
  readonly hint: string;
}

/** Reads a CIDR block of IPv4 or IPv6 addresses, in any spelling. */
export function readCidr(text: string): ReadCidr {
  const [address = '', length, ...more] = text.split('/');
  const ip = ipv4Of(address) ?? ipv6Of(address);
  if (ip === null) return { canonical: null, hint: 'Write an address and a length: `203.0.113.0/24`.' };
  if (length === undefined) {
    return { canonical: null, hint: `Write \`${ip.text(ip.bits)}/${ip.width}\` for this one address.` };
  }
  const size = /^\d{1,3}$/.test(length) ? Number(length) : Infinity;
  if (size > ip.width || more.length > 0) {
    return { canonical: null, hint: `The length must be between 0 and ${ip.width}.` };
  }
  const host = BigInt(ip.width - size);
  const canonical = `${ip.text((ip.bits >> host) << host)}/${size}`;
  return { canonical, hint: `Did you mean \`${canonical}\`?` };
}

interface Address {
  readonly bits: bigint;
  readonly width: 32 | 128;
  readonly text: (bits: bigint) => string;
}

function ipv4Of(address: string): Address | null {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return null;
  const bits = parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
  return { bits, width: 32, text: ipv4Text };
}

function ipv4Text(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');
}

/** The URL parser knows every spelling of an IPv6 address, and prints the canonical one of RFC 5952. */
function ipv6Of(address: string): Address | null {
  if (!/^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(address) || !URL.canParse(`http://[${address}]/`)) return null;
  const [left = '', right] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [head, tail] = [groups(left), groups(right ?? '')];
  const zeros = Array<string>(right === undefined ? 0 : 8 - head.length - tail.length).fill('0');
  const bits = [...head, ...zeros, ...tail].reduce((sum, part) => (sum << 16n) | BigInt(`0x${part}`), 0n);
  return { bits, width: 128, text: ipv6Text };
}

function ipv6Text(bits: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

import { didYouMean } from '../../values/did-you-mean';

/** A fault in the URL of a database: the end of a sentence that begins with its name, and the way out. */
export interface UrlFault {
  readonly message: string;
  readonly hint: string;
}

/** The parameters that have a meaning, with their values where these are fixed. */
const PARAMETERS: Readonly<Record<string, readonly string[] | null>> = {
  sslmode: ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'],
  ssl: ['true', 'false', '1', '0'],
  sslnegotiation: ['postgres', 'direct'],
  uselibpqcompat: ['true'],
  sslrootcert: null,
  sslcert: null,
  sslkey: null,
  host: null,
  port: null,
  user: null,
  password: null,
  options: null,
  application_name: null,
  client_encoding: null,
};

const ENCODE =
  'Percent-encode it in the user and the password: `@` is `%40`, `:` `%3A`, `/` `%2F`, `?` `%3F`, `#` `%23`, `%` `%25`.';
const EXAMPLE = 'postgres://USER:PASSWORD@HOST:5432/DATABASE?sslmode=verify-full';

/**
 * Returns what is wrong with the URL of a database; null for a valid one. An unknown parameter is a fault, because a
 * misspelt `sslmode` would connect without encryption. Nothing that is returned shows a part of the password.
 */
export function postgresUrlFault(text: string): UrlFault | null {
  if (/[\x00-\x1f\x7f]/.test(text))
    return fault('contains a line break or another control character.', EXAMPLE);
  if (!/^postgres(ql)?:\/\//.test(text)) {
    return fault('does not begin with `postgres://`.', `Write it as ${EXAMPLE}`);
  }
  const [authority = ''] = /^[^/?#]*/.exec(text.slice(text.indexOf('//') + 2)) ?? [];
  const hosts = authority.slice(authority.lastIndexOf('@') + 1);
  if (hosts.includes(',')) return severalHosts(hosts);
  if (!URL.canParse(text)) {
    return looksUnencoded(text, authority)
      ? fault('contains a character that must be percent-encoded.', ENCODE)
      : fault('is not a URL.', `Write it as ${EXAMPLE}`);
  }
  const url = new URL(text);
  const parts = [url.username, url.password, url.pathname, url.hostname];
  if (url.hash !== '' || url.pathname.includes('@') || !parts.every(isEncoded)) {
    return fault('contains a character that must be percent-encoded.', ENCODE);
  }
  if (parts.some((part) => isControlled(decodeURIComponent(part)))) {
    return fault('contains an encoded control character.', `Write it as ${EXAMPLE}`);
  }
  return faultOfParameters(url.searchParams);
}

function faultOfParameters(parameters: URLSearchParams): UrlFault | null {
  const seen = new Set<string>();
  for (const [name, value] of parameters) {
    const shown = JSON.stringify(name.length > 40 ? `${name.slice(0, 37)}...` : name);
    const values = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
    if (values === undefined) {
      const known = Object.keys(PARAMETERS);
      const all = `Remove it. The parameters are ${known.join(', ')}.`;
      return fault(`has the unknown parameter ${shown}.`, didYouMean(name, known) ?? all);
    }
    if (seen.has(name)) return fault(`has the parameter \`${name}\` twice.`, 'Keep one of them.');
    seen.add(name);
    if (values !== null && !values.includes(value)) {
      const list = values.map((word) => `\`${word}\``).join(', ');
      return fault(
        `has an invalid \`${name}\`: it must be one of ${list}.`,
        didYouMean(value, values) ?? 'Correct it.',
      );
    }
    if (isControlled(value)) return fault(`has a control character in \`${name}\`.`, 'Remove it.');
    if (name === 'host' && value.includes(',')) return severalHosts(value);
    if (name === 'port' && !isPort(value))
      return fault('has an invalid `port`.', 'Write a number from 1 to 65535.');
  }
  return null;
}

function severalHosts(hosts: string): UrlFault {
  return fault(
    `names several hosts, ${hosts.split(',').join(' and ')}: Helix connects to one.`,
    'Name the host that accepts writes, or a proxy or a DNS name that leads to it.',
  );
}

/** Whether the URL is split in the middle of its password: where `/`, `?`, `#` or `@` stands for itself. */
function looksUnencoded(text: string, authority: string): boolean {
  return (
    text.slice(text.indexOf('//') + 2 + authority.length).includes('@') || authority.split('@').length > 2
  );
}

function isEncoded(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

function isControlled(text: string): boolean {
  return /[\x00-\x1f\x7f]/.test(text);
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

function fault(message: string, hint: string): UrlFault {
  return { message, hint };
}

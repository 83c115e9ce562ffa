import { cloudOf } from '../../clouds';
import type { CloudProvider } from '../../clouds';
import { isRegionOf } from '../../clouds/regions';
import { readCidr } from './cidr';
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

/**
 * Reports CIDR blocks that are invalid or not in the form in which clouds answer them, which would be planned as drift
 * ever after. Warns of a block of all addresses, and of one that is listed twice.
 */
export function checkSshCidrs(cidrs: readonly string[], report: Report): void {
  const blocks = cidrs.map(readCidr);
  blocks.forEach((block, index) => {
    const written = cidrs[index] ?? '';
    if (block.canonical === null || block.canonical !== written) {
      report('error', [index], 'bad-cidr', `\`${written}\` is not a CIDR block.`, block.hint);
    } else if (blocks.findIndex(({ canonical }) => canonical === written) < index) {
      report('warning', [index], 'duplicate-cidr', `\`${written}\` is listed twice.`, 'Remove one of them.');
    } else if (written.endsWith('/0')) {
      report('warning', [index], 'open-ssh', 'SSH is open to everyone.', OPEN_SSH);
    }
  });
}

/** Reports an account where the cloud is still to be chosen. */
export function checkAccount(account: string | undefined, provider: CloudProvider, report: Report): void {
  if (account === undefined || provider !== 'auto') return;
  const message = '`account` has no meaning with `provider = "auto"`: an account belongs to one cloud.';
  report('error', [], 'bad-account', message, 'Name a `provider`, or remove the line.');
}

/** Reports a zone that is not one of the region, or that the cloud cannot be asked for. */
export function checkZone(
  zone: string | undefined,
  provider: CloudProvider,
  region: string | null,
  report: Report,
): void {
  if (provider === 'auto') {
    if (zone === undefined) return;
    const message = '`zone` has no meaning with `provider = "auto"`: each cloud has its own zones.';
    report('error', [], 'bad-zone', message, 'Name a `provider`, or remove the line.');
    return;
  }
  const { zones, title } = cloudOf(provider);
  if (zone === undefined) {
    // An unknown region is a problem of its own.
    if (region === null || zones === null || zones.firstOf(region) !== null || !isRegionOf(provider, region))
      return;
    const message = `Helix knows no zone of the region \`${region}\`.`;
    report('error', [], 'missing-key', message, `Add one: \`zone = "${region}-a"\`.`, 'table');
  } else if (zones === null) {
    report('error', [], 'bad-zone', `A machine on ${title} cannot name its zone.`, 'Remove the line.');
  } else if (region !== null && !zones.isOf(zone, region)) {
    const hint = 'Name a zone of the region, or remove the line: Helix then takes the first one.';
    report('error', [], 'bad-zone', `\`${zone}\` is not a zone of \`${region}\`.`, hint);
  }
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
  const hint =
    meant === undefined
      ? (digestHint(bare) ?? 'Write `HOST/NAME:TAG`: `ghcr.io/acme/api:1.4.2`.')
      : `Did you mean \`${meant}\`?`;
  report('error', [], 'bad-image', `\`${image}\` is not an image reference.`, hint);
}

/** Returns the hint for a reference of which the digest alone is wrong. */
/** Reports a registry beside an image that others have built: nothing would be pushed there. */
export function checkNoRegistry(registry: string | undefined, report: Report): void {
  if (registry === undefined) return;
  const hint = "Remove `registry_url`, or remove `image` so that the project's own image is built.";
  report(
    'error',
    [],
    'unused-registry',
    '`registry_url` is where a built image goes, and `image` names one that exists.',
    hint,
  );
}

function digestHint(image: string): string | undefined {
  const at = image.indexOf('@');
  if (at === -1 || !isImageReference(image.slice(0, at))) return undefined;
  const [, hex] = /^sha256:([0-9a-f]*)$/i.exec(image.slice(at + 1)) ?? [];
  return hex === undefined
    ? 'A digest is `sha256:` and 64 hexadecimal digits.'
    : `A sha256 digest has 64 hexadecimal digits; this one has ${hex.length}.`;
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

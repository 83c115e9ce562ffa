import type { TomlDocument } from '../text/document';
import type { Complaint, ProblemList } from '../validation/problems';

/** Where clusters go when nothing names another Helix Cloud. */
const DEFAULT_ENDPOINT = 'https://cloud.helix-db.com';
/** The emulator inside the CLI. */
const EMBEDDED = 'embedded';

/**
 * The Helix Cloud endpoint: HELIX_CLOUD_URL, else `[helix_cloud] endpoint`, else the public one; without trailing slashes.
 * Anything but https is an error, or a warning for http, which is fine on this very machine.
 */
export function readEndpoint(
  fromEnvironment: string | null,
  written: string | undefined,
  document: TomlDocument | null,
  problems: ProblemList,
): string {
  const wins = fromEnvironment !== null && fromEnvironment !== '';
  const text = wins ? fromEnvironment : (written ?? DEFAULT_ENDPOINT);
  if (text === EMBEDDED) return EMBEDDED;
  const { complaint, severity } = check(text);
  if (complaint !== undefined) {
    problems.add(severity, {
      ...complaint,
      message: `${wins ? 'HELIX_CLOUD_URL' : '`helix_cloud.endpoint`'} ${complaint.message}`,
      place: wins ? undefined : () => document?.place(['helix_cloud', 'endpoint'], 'value'),
    });
  }
  return text.replace(/\/+$/, '');
}

interface Verdict {
  readonly severity: 'error' | 'warning';
  readonly complaint?: Complaint;
}

function check(text: string): Verdict {
  const error = (message: string, hint: string): Verdict => ({
    severity: 'error',
    complaint: { code: 'bad-endpoint', message, hint },
  });
  if (!URL.canParse(text)) {
    return error('is not a URL.', `Write \`${DEFAULT_ENDPOINT}\`, another https URL, or \`${EMBEDDED}\`.`);
  }
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return error(`has the scheme \`${url.protocol}\`.`, 'Use https.');
  }
  if (url.username !== '' || url.password !== '') {
    return error('contains a user or a password.', 'Log in with `helix login`, or set HELIX_API_KEY.');
  }
  if (url.search !== '' || url.hash !== '')
    return error('has a query or a fragment.', 'End it with the path.');
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return { severity: 'warning' };
  return {
    severity: 'warning',
    complaint: {
      code: 'insecure-endpoint',
      message: 'uses plain http: everybody on the way can read the API key.',
      hint: `Use \`https://${url.host}\`.`,
    },
  };
}

/** Whether a host is this very machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\./.test(host);
}

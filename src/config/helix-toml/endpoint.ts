import { isLoopback } from '../../values/loopback';
import type { TomlDocument } from '../text/document';
import type { Finding, ProblemList } from '../validation/problems';

/** The public Helix Cloud. */
const DEFAULT_ENDPOINT = 'https://cloud.helix-db.com';
/** The emulator inside the CLI. */
const EMBEDDED = 'embedded';

/**
 * Reads the Helix Cloud endpoint: HELIX_CLOUD_URL, else `[helix_cloud] endpoint`, else the public one; without trailing
 * slashes. Any scheme but https is an error; http is a warning, except on this host.
 */
export function readEndpoint(
  fromEnvironment: string | null,
  written: string | undefined,
  document: TomlDocument | null,
  problems: ProblemList,
): string {
  const isFromEnvironment = fromEnvironment !== null && fromEnvironment !== '';
  const text = isFromEnvironment ? fromEnvironment : (written ?? DEFAULT_ENDPOINT);
  if (text === EMBEDDED) return EMBEDDED;
  const { finding, severity } = check(text);
  if (finding !== undefined) {
    problems.add(severity, {
      ...finding,
      message: `${isFromEnvironment ? 'HELIX_CLOUD_URL' : '`helix_cloud.endpoint`'} ${finding.message}`,
      place: isFromEnvironment ? undefined : () => document?.place(['helix_cloud', 'endpoint'], 'value'),
    });
  }
  return text.replace(/\/+$/, '');
}

interface Verdict {
  readonly severity: 'error' | 'warning';
  readonly finding?: Finding;
}

function check(text: string): Verdict {
  const error = (message: string, hint: string): Verdict => ({
    severity: 'error',
    finding: { code: 'bad-endpoint', message, hint },
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
    return error('has a query or a fragment.', 'Remove everything after the path.');
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return { severity: 'warning' };
  return {
    severity: 'warning',
    finding: {
      code: 'insecure-endpoint',
      message: 'uses plain http: anyone on the network path can read the API key.',
      hint: `Use \`https://${url.host}\`.`,
    },
  };
}

import { HelixError } from '../../../errors';

const DEFAULT_PORT = '5432';

/**
 * Returns the URL that the driver connects to. Host and port are always in it, so that PGHOST and PGPORT, which the driver
 * would read in their place, never lead to another state than the one that messages name.
 * @throws HelixError `config` for an invalid URL, without showing it
 */
export function connectionUrl(text: string): URL {
  const url = parsed(text);
  const { searchParams } = url;
  if (url.hostname === '' && !searchParams.get('host')) url.hostname = 'localhost';
  if (url.port === '' && !searchParams.get('port')) searchParams.set('port', DEFAULT_PORT);
  // `sslmode` means what it means to libpq: `require` encrypts, `verify-full` also authenticates the server.
  searchParams.set('uselibpqcompat', 'true');
  return url;
}

function parsed(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^postgres(ql)?:$/.test(url.protocol)) return url;
  throw new HelixError('config', 'The URL of the PostgreSQL state is invalid.', {
    hint: 'Write it as postgres://USER:PASSWORD@HOST:5432/DATABASE?sslmode=verify-full. The URL is not shown because it contains a password.',
  });
}

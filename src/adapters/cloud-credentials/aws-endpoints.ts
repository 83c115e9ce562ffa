import { HelixError } from '../../errors';
import { printable } from '../../values/printable';

type Environment = Readonly<Record<string, string | undefined>>;

/** A client of the SDK, which asks for its endpoint before each request. */
interface Client<Parameters, Context, Endpoint> {
  readonly config: { endpointProvider: (parameters: Parameters, context: Context) => Endpoint };
}

/** The services that the SDK asks for credentials. */
const CREDENTIALS = ['STS', 'SSO', 'SSO_OIDC', 'SIGNIN'];

/**
 * Refuses variables with an endpoint, of the services that give credentials, that is not an http(s) URL. The SDK would print
 * it on standard error.
 * @throws HelixError `config`
 */
export function checkCredentialEndpoints(environment: Environment): void {
  for (const service of CREDENTIALS) checkEndpoint(endpointVariable(service, environment));
}

/**
 * Makes a client refuse an endpoint that is not an http(s) URL and that the SDK took from a variable or a profile. Its
 * requests then fail with a HelixError `config`.
 */
export function checkEndpointOf<Parameters extends { readonly Endpoint?: string }, Context, Endpoint>(
  client: Client<Parameters, Context, Endpoint>,
  service: 'S3' | 'ECR',
  environment: Environment,
): void {
  const provide = client.config.endpointProvider;
  client.config.endpointProvider = (parameters, context) => {
    const { Endpoint: url } = parameters;
    if (url !== undefined) checkEndpoint({ ...endpointVariable(service, environment), url });
    return provide(parameters, context);
  };
}

/** Returns the error for a request that was not made because the SDK found an endpoint that is not a URL; null for any other. */
export function endpointFailure(
  error: unknown,
  service: 'S3' | 'ECR',
  environment: Environment,
): HelixError | null {
  const { code } = Object(error) as { readonly code?: unknown };
  return code === 'ERR_INVALID_URL' ? invalidEndpoint(endpointVariable(service, environment).source) : null;
}

interface FoundEndpoint {
  readonly source: string;
  readonly url: string;
}

/** Returns the endpoint of a service in the variables, and where it would come from if there is none. */
function endpointVariable(service: string, environment: Environment): FoundEndpoint {
  for (const name of [`AWS_ENDPOINT_URL_${service}`, 'AWS_ENDPOINT_URL']) {
    const url = environment[name] ?? '';
    if (url !== '') return { source: name, url };
  }
  const file = environment['AWS_CONFIG_FILE'] ?? '~/.aws/config';
  return {
    source: `\`endpoint_url\` of the profile ${environment['AWS_PROFILE'] ?? 'default'} in ${file}`,
    url: '',
  };
}

function checkEndpoint({ source, url }: FoundEndpoint): void {
  if (url === '' || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) return;
  throw invalidEndpoint(source);
}

function invalidEndpoint(source: string): HelixError {
  return new HelixError('config', printable(`${source} is not an http(s) URL.`), {
    hint: 'Write `https://minio.example.com`, for example, or remove it.',
  });
}

import { checkCredentialEndpoints, checkEndpointOf } from '../aws-endpoints';

/** Returns what a client of S3 does with the endpoint that its SDK found. */
function useEndpoint(endpoint: string | undefined, environment: Readonly<Record<string, string>>) {
  const client = { config: { endpointProvider: ({ Endpoint }: { Endpoint?: string }) => Endpoint } };
  checkEndpointOf(client, 'S3', environment);
  return client.config.endpointProvider(endpoint === undefined ? {} : { Endpoint: endpoint });
}

it('An endpoint that is an http(s) URL, and none at all, are left to the SDK.', () => {
  expect(useEndpoint('http://127.0.0.1:9000', {})).toBe('http://127.0.0.1:9000');
  expect(useEndpoint(undefined, {})).toBeUndefined();
});

it.each([
  ['AWS_ENDPOINT_URL_S3', { AWS_ENDPOINT_URL_S3: 'env:A B', AWS_ENDPOINT_URL: 'https://a.example' }],
  ['AWS_ENDPOINT_URL', { AWS_ENDPOINT_URL_S3: '', AWS_ENDPOINT_URL: 'ftp://a.example' }],
  ['`endpoint_url` of the profile shop in /etc/aws', { AWS_PROFILE: 'shop', AWS_CONFIG_FILE: '/etc/aws' }],
  ['`endpoint_url` of the profile default in ~/.aws/config', {}],
])('An endpoint with another scheme is refused with its source: %s', (source, environment) => {
  const url = Object.values<string>(environment).find((value) => value.includes(':')) ?? 'env:A B';
  expect(() => useEndpoint(url, environment)).toThrow(`${source} is not an http(s) URL.`);
});

it('The endpoints of services that give credentials are refused before the first request.', () => {
  expect(() => checkCredentialEndpoints({ AWS_ENDPOINT_URL_STS: 'https://[::1' })).toThrow(
    'AWS_ENDPOINT_URL_STS is not an http(s) URL.',
  );
  expect(() => checkCredentialEndpoints({ AWS_ENDPOINT_URL_DYNAMODB: 'x' })).not.toThrow();
  expect(() => checkCredentialEndpoints({ AWS_ENDPOINT_URL: 'https://a.example' })).not.toThrow();
});

import { SystemClock } from '../../../../src/adapters/host/clock';
import { SystemRandom } from '../../../../src/adapters/host/random';
import { fetchFrom } from '../../../../src/adapters/http/node-fetch';
import { Registries } from '../../../../src/adapters/docker/registry/registries';
import { cloudAccess } from '../../../../src/resources/registry-access';
import { Moto } from '../../aws/moto';
import { RegistryServer } from '../registry-server';

const moto = new Moto();
let registry: RegistryServer;

beforeAll(async () => {
  await moto.start();
  registry = await RegistryServer.start('closed');
});

afterEach(() => moto.checkCredentials(false));

afterAll(async () => {
  await registry.stop();
  await moto.stop();
});

function registriesWith(secret: string): Registries {
  const environment = { CI_AWS_ACCESS_KEY_ID: 'planted-key', CI_AWS_SECRET_ACCESS_KEY: secret };
  const text = `[providers.aws]\nendpoint_url = "${moto.url}"\n[providers.aws.credentials]\ntype = "environment"\nprefix = "CI_"\n`;
  return new Registries({
    wire: { fetch: fetchFrom({}), clock: new SystemClock(), random: new SystemRandom() },
    host: { environment, home: null },
    sources: { variable: () => undefined, secretByFingerprint: () => '' },
    userConfig: () => Promise.resolve({ file: 'cloud.toml', text }),
    recordedUrl: () => null,
  });
}

const DESTINATION = {
  type: 'registry',
  repository: 'shop',
  access: cloudAccess('aws', 'us-east-1', null),
} as const;

test('a token of the account signs in to a registry in place of ECR, which lets it push', async () => {
  const open = await registriesWith('planted-secret').open('web', { ...DESTINATION, host: registry.host });
  await open.registry.ping();
  expect(await open.registry.checkPush(open.repository)).toBe('allowed');
  expect(await open.registry.login()).toMatchObject({ source: 'ecr:GetAuthorizationToken in us-east-1' });
});

test('the account tells the host of a registry that is not on record', async () => {
  const open = await registriesWith('planted-secret').open('web', { ...DESTINATION, host: null });
  expect(open.host).toBe('123456789012.dkr.ecr.us-east-1.amazonaws.com');
});

test('an account that may not get a token is refused in the words of AWS, without its secret', async () => {
  await moto.checkCredentials(true);
  const refusal = registriesWith('planted-secret').open('web', { ...DESTINATION, host: null });
  await expect(refusal).rejects.toMatchObject({
    kind: 'auth',
    message: expect.stringMatching(/^AWS gives no token for the registry in us-east-1: /) as string,
  });
  await expect(refusal).rejects.not.toThrow(/planted-secret/);
});

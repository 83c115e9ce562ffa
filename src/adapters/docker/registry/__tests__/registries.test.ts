import { cloudAccess } from '../../../../resources/registry-access';
import { Registries } from '../registries';
import type { RegistriesOptions } from '../registries';

const IMAGE = {
  type: 'registry',
  host: null,
  repository: 'helix-shop-api',
  access: cloudAccess('google', 'us-east1', null),
} as const;
const URL = 'us-east1-docker.pkg.dev/acme/helix-shop-api/image';

function registries(
  recordedUrl: string | null,
  environment: Readonly<Record<string, string>> = {},
  cloudToml: string | null = null,
) {
  const fromNowhere = {} as Pick<RegistriesOptions, 'wire' | 'sources'>;
  return new Registries({
    ...fromNowhere,
    host: { environment, home: null },
    userConfig: () => Promise.resolve(cloudToml === null ? null : { file: 'cloud.toml', text: cloudToml }),
    recordedUrl: () => recordedUrl,
  });
}

describe('the registry that a cloud has in each region', () => {
  it('has a host before anything is on record, and then the whole name of the repository', async () => {
    expect(await registries(null).open('api', IMAGE)).toMatchObject({ host: 'us-east1-docker.pkg.dev' });
    expect(await registries(URL).open('api', IMAGE)).toMatchObject({
      host: 'us-east1-docker.pkg.dev',
      repository: 'acme/helix-shop-api/image',
    });
  });

  it('keeps the name of the image on a host that stands elsewhere', async () => {
    const mirror = { ...IMAGE, host: 'mirror.example' };
    expect(await registries(URL).open('api', mirror)).toMatchObject({
      host: 'mirror.example',
      repository: 'helix-shop-api',
    });
  });

  it.each([
    ['the environment', { GOOGLE_OAUTH_ACCESS_TOKEN: 'ya29.mine' }, null, 'ya29.mine'],
    [
      'its account',
      { GOOGLE_OAUTH_ACCESS_TOKEN: 'ya29.mine', PROD_GOOGLE_OAUTH_ACCESS_TOKEN: 'ya29.prod' },
      '[providers.google]\ncredentials = { type = "environment", prefix = "PROD_" }\n',
      'ya29.prod',
    ],
  ])('is logged in to with the credentials of %s', async (_, environment, cloudToml, password) => {
    const opened = registries(URL, environment, cloudToml);
    await opened.open('api', IMAGE);
    expect(await opened.findLogin(`${URL}:latest`)).toMatchObject({
      username: 'oauth2accesstoken',
      password,
    });
  });

  it('is logged in to by the account that its table names', async () => {
    const cloudToml =
      '[providers.shop]\nprovider_type = "google"\ncredentials = { type = "environment", prefix = "SHOP_" }\n' +
      '[providers.google]\ncredentials = { type = "environment", prefix = "PROD_" }\n';
    const opened = registries(URL, { SHOP_GOOGLE_OAUTH_ACCESS_TOKEN: 'ya29.shop' }, cloudToml);
    await opened.open('api', { ...IMAGE, access: cloudAccess('google', 'us-east1', 'shop') });
    expect(await opened.findLogin(`${URL}:latest`)).toMatchObject({ password: 'ya29.shop' });
  });

  it('is not logged in to without the account that its table names', async () => {
    const opened = registries(URL, { GOOGLE_OAUTH_ACCESS_TOKEN: 'ya29.mine' });
    await opened.open('api', { ...IMAGE, access: cloudAccess('google', 'us-east1', 'shop') });
    await expect(opened.findLogin(`${URL}:latest`)).rejects.toMatchObject({ kind: 'auth' });
  });
});

describe('a registry whose table names an account', () => {
  const HOST = 'registry.digitalocean.com';
  const image = { type: 'registry', host: HOST, repository: 'acme/shop' } as const;
  const access = { login: { type: 'account', account: 'shop' }, insecure: false, pushTags: [] } as const;
  const accountAt = (provider: string) =>
    `[providers.shop]\nprovider_type = "${provider}"\ncredentials = { type = "environment", prefix = "SHOP_" }\n`;

  it('is logged in to by the token of an account at DigitalOcean', async () => {
    const opened = registries(null, { SHOP_DIGITALOCEAN_TOKEN: 'dop-mine' }, accountAt('digitalocean'));
    await opened.open('api', { ...image, access });
    expect(await opened.findLogin(`${HOST}/acme/shop:latest`)).toMatchObject({
      username: 'dop-mine',
      password: 'dop-mine',
    });
  });

  it('is an error for an account that signs in to none, and does not fall back to another log-in', async () => {
    const opened = registries(null, { SHOP_VULTR_API_KEY: 'k' }, accountAt('vultr'));
    await opened.open('api', { ...image, access });
    await expect(opened.findLogin(`${HOST}/acme/shop:latest`)).rejects.toMatchObject({
      kind: 'auth',
      message: 'The credentials of `shop` sign in to no registry of Vultr.',
    });
  });
});

import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCloudConfig } from '../../../config/cloud-toml/cloud-config';
import { findCredentialsPlace } from '../find-place';

const home = mkdtempSync(join(tmpdir(), 'helix-places-'));
mkdirSync(join(home, '.aws'));
writeFileSync(join(home, '.aws/credentials'), '[default]\n');
afterAll(() => rmSync(home, { recursive: true }));

const account = (credentials: string) =>
  readCloudConfig({ file: 'cloud.toml', text: `[providers.vultr]\ncredentials = { ${credentials} }\n` })
    .cloud;

it.each([
  ['aws', null, {}, 'file'],
  ['aws', null, { AWS_PROFILE: 'prod' }, 'environment'],
  ['aws', null, { AWS_REGION: 'eu-west-1' }, 'file'],
  ['digitalocean', null, { DIGITALOCEAN_TOKEN: ' ' }, null],
  ['google', null, { GOOGLE_PROJECT: 'shop' }, null],
  ['vultr', 'type = "file", path = "~/.aws/credentials"', {}, 'file'],
  ['vultr', 'type = "file", path = "~/absent"', { VULTR_API_KEY: 'x' }, null],
  ['vultr', 'type = "environment", prefix = "CI"', { CI_VULTR_API_KEY: 'x' }, 'environment'],
  ['vultr', 'type = "environment", prefix = "CI"', { VULTR_API_KEY: 'x' }, null],
  ['vultr', 'type = "command", cmd = "vault read"', {}, 'command'],
] as const)(
  'credentials of %s with the account %s and %j are in: %s',
  async (cloud, source, environment, place) => {
    const config = source === null ? null : account(source);
    expect(await findCredentialsPlace(cloud, config, { environment, home })).toBe(place);
  },
);

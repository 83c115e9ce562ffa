import { ManualClock } from '../../../testing/manual-clock';
import { encodeImage } from '../../../resources/image/image';
import { USUAL_ACCESS } from '../../../resources/registry-access';
import { CONTEXT_LABEL } from '../labels';
import { assertPushable } from '../prepare-registries';
import { Registries } from '../registry/registries';
import { RegistryStandIn } from '../registry/__tests__/registry-stand-in';

const DIGEST = `sha256:${'1c9f0b2a77d1'.padEnd(64, '0')}`;
const TARGET = {
  address: 'image.web',
  kind: 'image',
  name: 'web',
  inputs: encodeImage({
    type: 'built',
    from: {
      type: 'dockerfile',
      directory: '.',
      dockerfile: 'Dockerfile',
      context: 'a',
      target: null,
      buildArgs: {},
      platforms: ['linux/amd64'],
      runtime: 'docker',
      revision: 0,
    },
    destination: { type: 'registry', host: 'ghcr.io', repository: 'acme/shop', access: USUAL_ACCESS },
    digest: DIGEST,
  }),
} as const;

function registriesOn(registry: RegistryStandIn): Registries {
  const random = { uuid: () => '00000000-0000-4000-8000-000000000000', key: () => '0' };
  return new Registries({
    wire: { fetch: registry.fetch, clock: new ManualClock(), random },
    host: { environment: { GITHUB_ACTOR: 'ada', GITHUB_TOKEN: 'planted-password' }, home: null },
    sources: { variable: () => undefined, secretByFingerprint: () => '' },
    userConfig: () => Promise.resolve(null),
    recordedUrl: () => null,
  });
}

function withoutUploads(): RegistryStandIn {
  const registry = new RegistryStandIn({ access: 'token' });
  registry.override = ({ method }) => (method === 'POST' ? new Response(null, { status: 403 }) : null);
  return registry;
}

test('an image that may not be pushed is refused before anything is built', async () => {
  await expect(assertPushable([TARGET], registriesOn(withoutUploads()))).rejects.toMatchObject({
    kind: 'auth',
    about: ['image.web'],
    message: expect.stringContaining('does not let the log-in of ada') as string,
    hint: expect.stringContaining('Manage Actions access') as string,
  });
});

test('who only deploys what is there need not be allowed to push', async () => {
  const registry = withoutUploads();
  registry.addImage('acme/shop', '1c9f0b2a77d1', { [CONTEXT_LABEL]: DIGEST.slice(7) });
  await assertPushable([TARGET], registriesOn(registry));
  expect(registry.requests.filter((request) => request.startsWith('POST'))).toEqual([]);
});

test('an image of that name without our label proves nothing', async () => {
  const registry = withoutUploads();
  registry.addImage('acme/shop', '1c9f0b2a77d1', { [CONTEXT_LABEL]: 'another' });
  await expect(assertPushable([TARGET], registriesOn(registry))).rejects.toMatchObject({ kind: 'auth' });
});

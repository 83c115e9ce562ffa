import { terraformCloud } from '../../../../stacks';
import type { CloudAccount } from '../../../config/cloud-toml/cloud-config';
import { HelixError } from '../../../errors';
import { proveCredentials } from '../prove-credentials';

const PROD: CloudAccount = {
  name: 'prod',
  provider: 'vultr',
  defaultRegion: null,
  regions: [],
  endpointUrl: null,
  variables: {},
  credentials: { type: 'environment', prefix: 'PROD_' },
};

/** Proves a token of an account against a cloud that gives one answer. */
async function readProof(
  answer: () => Promise<Response>,
  account: CloudAccount | null = PROD,
  token = 'planted',
) {
  const asked: string[] = [];
  const failure = await proveCredentials(terraformCloud('vultr'), {
    account,
    region: 'ewr',
    scope: null,
    variables: token === '' ? {} : { VULTR_API_KEY: token },
    endpointUrl: null,
    home: '/nowhere',
    fetch: ({ url }) => {
      asked.push(url);
      return answer();
    },
  }).then(
    () => null,
    (error: unknown) => error,
  );
  return { asked, failure };
}

function answering(status: number, body = '{}') {
  return () => Promise.resolve(new Response(body, { status }));
}

describe('the credentials of a run', () => {
  it('are refused by their cloud before anything starts, with the place that they come from', async () => {
    const { asked, failure } = await readProof(answering(401, '{"error":"Invalid API token."}'));
    expect(asked).toEqual(['https://api.vultr.com/v2/account']);
    expect(failure).toBeInstanceOf(HelixError);
    expect(failure).toMatchObject({
      kind: 'auth',
      message: 'Vultr refuses the credentials of `prod`: 401 Invalid API token.',
      hint: 'They come from the variables that begin with PROD_: replace them there, or name another place with `helix cloud configure`.',
    });
  });

  it.each([
    [{ type: 'file', path: '~/keys.json', profile: 'ops' }, 'They come from ~/keys.json, profile ops:'],
    [{ type: 'command', cmd: ['vault', 'read'] }, 'They come from the output of `vault`:'],
    [null, "They are those that the cloud's own tools find on this computer. Set VULTR_API_KEY"],
  ] as const)('are looked for at %j', async (credentials, hint) => {
    const { failure } = await readProof(answering(401), { ...PROD, credentials });
    expect((failure as HelixError).hint).toContain(hint);
  });

  it.each([
    ['takes them', answering(200, '{"account":{"name":"Acme"}}')],
    ['does not let them read the account', answering(403)],
    ['fails', answering(503)],
    ['knows no such call', answering(404)],
    ['does not answer', () => Promise.reject(new Error('connect ECONNREFUSED'))],
  ])('let a run begin where the cloud %s', async (_, answer) => {
    const { asked, failure } = await readProof(answer);
    expect(failure).toBeNull();
    expect(asked).toHaveLength(1);
  });

  it('are left to Terraform where Helix finds none', async () => {
    expect(await readProof(answering(401), null, '')).toEqual({ asked: [], failure: null });
  });
});

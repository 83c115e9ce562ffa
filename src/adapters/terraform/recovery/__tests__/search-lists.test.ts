import { listProbes, terraformCloud } from '../../../../../stacks';
import type { Probe } from '../../../../../stacks';
import { digestOfText } from '../../../../values/digest';
import { completedState, dependenciesOf } from '../complete-imported';
import { callWith } from '../../../cloud-api/call-cloud';
import { askWith, searchLists } from '../search-lists';

const REF = { provider: 'digitalocean', region: 'nyc3', layer: 'compute' } as const;
const ID = digestOfText('lineage-1 instance.api').slice(0, 8);
const NAME = 'helix-p-api-${local.helix_id["instance.api"]}';

function probesFor(part: string, probe: Probe) {
  return listProbes(REF, new Map([[part, { probe, op: 'op 1' }]]), 'lineage-1');
}

function asking(
  answers: Readonly<Record<string, Response>>,
  variables = { DIGITALOCEAN_TOKEN: 'dop_v1_hunter2hunter2' },
) {
  const asked: string[] = [];
  const fetch = (request: Request) => {
    const { pathname, search } = new URL(request.url);
    asked.push(`${request.headers.get('authorization') ?? ''} ${pathname}${search}`);
    return Promise.resolve(answers[`${pathname}${search}`] ?? new Response('{}', { status: 404 }));
  };
  const caller = { variables, endpointUrl: 'http://127.0.0.1:1', home: null, fetch };
  const ask = askWith(callWith(terraformCloud('digitalocean'), caller), REF.region);
  return { ask, asked };
}

describe('a lost part that no data source lists', () => {
  it('is found by its tag, with the token of the account', async () => {
    const path = '/v2/droplets?tag_name=helix-op%3Aop%201&per_page=200';
    const { ask, asked } = asking({ [path]: Response.json({ droplets: [{ id: 7 }], links: {} }) });
    const found = await searchLists(probesFor('digitalocean_droplet.api', { by: 'op' }), ask);
    expect([...found]).toEqual([['digitalocean_droplet.api', ['7']]]);
    expect(asked).toEqual([`Bearer dop_v1_hunter2hunter2 ${path}`]);
  });

  it('is found by its name on any page of the list', async () => {
    const next = 'https://api.digitalocean.com/v2/firewalls?page=2&per_page=200';
    const { ask } = asking({
      '/v2/firewalls?per_page=200': Response.json({
        firewalls: [{ id: 'other', name: 'helix-p-api-00000000' }],
        links: { pages: { next } },
      }),
      '/v2/firewalls?page=2&per_page=200': Response.json({
        firewalls: [{ id: 'ours', name: `helix-p-api-${ID}` }],
        links: {},
      }),
    });
    const probes = probesFor('digitalocean_firewall.api', { by: 'name', name: NAME });
    expect((await searchLists(probes, ask)).get('digitalocean_firewall.api')).toEqual(['ours']);
  });

  it('does not exist if the list lacks it', async () => {
    const { ask } = asking({ '/v2/firewalls?per_page=200': Response.json({ firewalls: [] }) });
    const probes = probesFor('digitalocean_firewall.api', { by: 'name', name: NAME });
    expect((await searchLists(probes, ask)).get('digitalocean_firewall.api')).toEqual([]);
  });

  it.each([
    ['an error', new Response('dop_v1_hunter2hunter2 is unknown', { status: 401 }), /401/],
    ['no JSON', new Response('<html>'), /not JSON/],
  ])('stays unknown after %s, whose message shows no token', async (_, response, message) => {
    const { ask } = asking({ '/v2/firewalls?per_page=200': response });
    const probes = probesFor('digitalocean_firewall.api', { by: 'name', name: NAME });
    const error = await searchLists(probes, ask).catch((cause: unknown) => cause as Error);
    if (!(error instanceof Error)) throw new Error('it was found');
    expect(error).toMatchObject({
      name: 'TerraformFailure',
      message: expect.stringMatching(message) as unknown,
    });
    expect(error.message).not.toContain('hunter2');
  });
});

it('an imported part is given what its provider never reads, and nothing else changes', () => {
  const state = {
    version: 4,
    serial: 3,
    resources: [
      { mode: 'managed', type: 'a', name: 'x', instances: [{ attributes: { id: '1', user_data: null } }] },
      { mode: 'managed', type: 'a', name: 'y', instances: [{ attributes: { id: '2' } }] },
      { mode: 'data', type: 'a', name: 'x', instances: [{ attributes: { id: '3' } }] },
    ],
  };
  const completed = JSON.parse(
    completedState(
      JSON.stringify(state),
      new Map([['a.x', { attributes: { user_data: 'sha' }, dependencies: ['b.x'] }]]),
    ),
  ) as typeof state;
  expect(completed.serial).toBe(4);
  expect(completed.resources[0]?.instances).toEqual([
    { attributes: { id: '1', user_data: 'sha' }, dependencies: ['b.x'] },
  ]);
  expect(completed.resources.slice(1)).toEqual(state.resources.slice(1));
});

it('an imported part depends on what its blocks refer to, near and far', () => {
  const blocks = {
    'a.x': { tags: ['${b.x.name}'], depends_on: ['c.x'], other: 'in d.x' },
    'b.x': { name: 'b' },
    'c.x': { of: '${e.x-1.id}' },
    'd.x': {},
    'e.x-1': {},
  };
  expect(dependenciesOf('a.x', blocks)).toEqual(['b.x', 'c.x', 'e.x-1']);
  expect(dependenciesOf('b.x', blocks)).toEqual([]);
});

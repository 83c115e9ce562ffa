import type { Json, JsonObject } from '../../../../values/json';
import type { Terraform } from '../../program/terraform';
import type { PlannedChange } from '../../stack/planned-changes';
import type { WorkDirectory } from '../../stack/work-directory';
import { completeImported } from '../complete-imported';
import type { ImportGaps } from '../complete-imported';

const IDENTITY = 'azapi_resource.identity_api';
const ROLE = 'azapi_resource.role_api';
const GAPS: ImportGaps = {
  unread: { azapi_resource: ['retry', 'body', 'output'] },
  dynamic: { azapi_resource: ['body', 'output'] },
};
const BLOCKS = { [IDENTITY]: {}, [ROLE]: { body: { principal: `\${${IDENTITY}.output.principal}` } } };

type Plan = Readonly<Record<string, { after: JsonObject; unknown?: readonly string[] }>>;

/** Completes both parts with one plan after the other, and returns their attributes in the state and the number of plans. */
async function complete(plans: readonly Plan[], gaps: ImportGaps = GAPS) {
  let state = JSON.stringify({
    serial: 1,
    resources: [IDENTITY, ROLE].map((part) => {
      const [type, name] = part.split('.');
      return { mode: 'managed', type, name, instances: [{ attributes: { id: name, body: 'imported' } }] };
    }),
  });
  let count = 0;
  const terraform = {
    plan: () => {
      const changes = Object.entries(plans[Math.min(count, plans.length - 1)] ?? {}).map(
        ([part, { after, unknown = [] }]) => [part, { after, unknown } as unknown as PlannedChange],
      );
      count += 1;
      return Promise.resolve({ changes: new Map(changes as [string, PlannedChange][]) });
    },
  };
  const directory = {
    state: () => Promise.resolve(state),
    writeState: (text: string) => Promise.resolve(void (state = text)),
  };
  await completeImported([IDENTITY, ROLE], BLOCKS, gaps, {
    terraform: terraform as unknown as Terraform,
    directory: directory as unknown as WorkDirectory,
  });
  const { resources } = JSON.parse(state) as {
    resources: { name: string; instances: { attributes: JsonObject; dependencies?: Json }[] }[];
  };
  return { count, objects: resources.map(({ instances: [one] }) => one) };
}

describe('an imported part', () => {
  it('has what its plan says, and each attribute of any type with its type', async () => {
    const body = { size: 40, spot: true, names: ['a', null], inner: {} };
    const known = { retry: { after: 3 }, body, output: null };
    const { count, objects } = await complete([{ [IDENTITY]: { after: known }, [ROLE]: { after: known } }]);
    expect(count).toBe(1);
    const type = [
      'object',
      { size: 'number', spot: 'bool', names: ['tuple', ['string', 'dynamic']], inner: ['object', {}] },
    ];
    const attributes = { retry: { after: 3 }, body: { value: body, type }, output: null };
    expect(objects).toEqual([
      { attributes: { id: 'identity_api', ...attributes } },
      { attributes: { id: 'role_api', ...attributes }, dependencies: [IDENTITY] },
    ]);
  });

  it('is planned again until what it refers to is known', async () => {
    const identity = { retry: null, body: {} };
    const role = { retry: null, body: { kind: 'reader' } };
    const whole = { ...role, body: { ...role.body, principal: 'p' } };
    const { count, objects } = await complete([
      {
        [IDENTITY]: { after: identity, unknown: ['output'] },
        [ROLE]: { after: role, unknown: ['body', 'output'] },
      },
      {
        [IDENTITY]: { after: { ...identity, output: { principal: 'p' } } },
        [ROLE]: { after: whole, unknown: ['output'] },
      },
      { [ROLE]: { after: { ...whole, output: {} } } },
    ]);
    expect(count).toBe(3);
    expect(objects.map((one) => one?.attributes)).toMatchObject([
      {
        body: { value: {} },
        output: { value: { principal: 'p' }, type: ['object', { principal: 'string' }] },
      },
      { body: { value: { kind: 'reader', principal: 'p' } }, output: { value: {} } },
    ]);
  });

  it('keeps what an import says where no plan ever knows more', async () => {
    const unknown = { after: { retry: null }, unknown: ['body', 'output'] };
    const { count, objects } = await complete([{ [IDENTITY]: unknown, [ROLE]: unknown }]);
    expect(count).toBe(2);
    expect(objects.map((one) => one?.attributes['body'])).toEqual(['imported', 'imported']);
  });

  it('needs no plan where a provider reads everything', async () => {
    expect((await complete([], { unread: {}, dynamic: {} })).count).toBe(0);
  });
});

import type { Probe } from '../../../../../stacks';
import type { Terraform } from '../../program/terraform';
import type { WorkDirectory } from '../../stack/work-directory';
import { findLost } from '../find-lost';

const PART = 'azapi_resource.machine_api';
const ID =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/helix-papertrail-api';

/** Finds one part of a machine on Azure, and returns what was done to Terraform's state. */
async function findPart(held: string | null, found: readonly string[]): Promise<readonly string[]> {
  const changes: string[] = [];
  const terraform = {
    plan: () => Promise.resolve({ changes: new Map(), outputs: { 'azapi_resource-machine_api': found } }),
    forget: (_: unknown, [part = '']: readonly string[]) => Promise.resolve(changes.push(`forget ${part}`)),
    import: (_: unknown, part: string) => {
      changes.push(`import ${part}`);
      return Promise.resolve(false);
    },
  };
  const directory = {
    sibling: () => ({ write: () => Promise.resolve(), remove: () => Promise.resolve() }),
    state: () => Promise.resolve(null),
  };
  const probe: Probe = { by: 'name', name: ID };
  await findLost(
    { provider: 'azure', region: 'westeurope', layer: 'compute' },
    [{ part: PART, probe, op: 'op', blocks: {}, held }],
    {
      terraform: terraform as unknown as Terraform,
      ask: () => Promise.reject(new Error('no list is asked for')),
      settings: { endpointUrl: null, scope: 's' },
      lineage: 'lineage',
      directory: directory as unknown as WorkDirectory,
    },
  );
  return changes;
}

describe('a part that is found in the cloud', () => {
  it('is imported if the state has lost it', async () => {
    expect(await findPart(null, [`${ID}?api-version=2024-07-01`])).toEqual([`import ${PART}`]);
  });

  it('stays as it is if the state has it, whatever version of the API it is found with', async () => {
    expect(await findPart(ID, [`${ID}?api-version=2024-07-01`])).toEqual([]);
  });

  it('takes the place of another one that the state has', async () => {
    expect(await findPart(`${ID}-old`, [`${ID}?api-version=2024-07-01`])).toEqual([
      `forget ${PART}`,
      `import ${PART}`,
    ]);
  });

  it('is refused if there are two', async () => {
    await expect(findPart(null, [ID, `${ID}-2`])).rejects.toThrow('there are 2');
  });
});

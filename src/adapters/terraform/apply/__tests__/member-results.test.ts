import type { Lowered } from '../../../../../stacks';
import { readTerraformState } from '../../stack/terraform-state';
import type { RunMember } from '../../stack/stack-run';
import { doneResult } from '../member-results';

const MACHINE = 'acme_machine.api';
const isStopped = ({ power }: { readonly power?: unknown }) => power === 'off';
const MEMBER: RunMember = {
  address: 'instance.api',
  action: 'update',
  prior: null,
  target: { primary: MACHINE, outputs: {}, resources: {} } as unknown as Lowered,
};

function stateWith(power: string) {
  const instances = [{ attributes: { id: 'm-1', power } }];
  return readTerraformState(
    JSON.stringify({
      version: 4,
      serial: 1,
      lineage: 'l',
      resources: [{ mode: 'managed', type: 'acme_machine', name: 'api', instances }],
    }),
  );
}

describe('the result of a change that was made', () => {
  it.each([
    { power: 'on', status: 'ready' },
    { power: 'off', status: 'stopped' },
  ])('says $status of a machine whose power is $power', ({ power, status }) => {
    expect(doneResult(MEMBER, stateWith(power), isStopped)).toMatchObject({
      outcome: 'done',
      existing: { status },
    });
  });

  it('goes by what the plan saw of a machine that Terraform had nothing to do with', () => {
    expect(doneResult(MEMBER, stateWith('on'), isStopped, { power: 'off' })).toMatchObject({
      existing: { status: 'stopped' },
    });
  });

  it('is nothing for a machine that was deleted', () => {
    expect(doneResult({ ...MEMBER, target: null }, null, isStopped)).toEqual({
      address: 'instance.api',
      outcome: 'done',
      existing: null,
    });
  });
});

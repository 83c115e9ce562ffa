import { isExpected, terraformCloud } from '../../../../stacks';
import type { Expected } from '../../../../stacks';
import type { PlannedChange, TerraformPlan } from './planned-changes';
import type { StackRun } from './stack-run';

/** An address at which Terraform's plan differs from what was approved. */
export interface Deviation {
  readonly terraformAddress: string;
  /** The resource that owns it; null: none. */
  readonly address: string | null;
  readonly expected: string;
  readonly found: string;
}

/** The addresses at which Terraform's plan does more than was approved, or less: every address of the stack is compared. */
export function deviationsIn(run: StackRun, plan: TerraformPlan): Deviation[] {
  const deviations: Deviation[] = [];
  const addresses = new Set([...run.expected.keys(), ...plan.changes.keys()]);
  for (const terraformAddress of [...addresses].sort()) {
    const change = plan.changes.get(terraformAddress);
    const { address = null, allowed = 'no-op' } = run.expected.get(terraformAddress) ?? {};
    if (run.only !== null && !run.only.includes(terraformAddress) && change === undefined) continue;
    const found = foundAction(run, terraformAddress, change);
    if (typeof found === 'string' && isExpected(allowed, found)) continue;
    deviations.push({
      terraformAddress,
      address,
      expected: EXPECTED[allowed] ?? allowed,
      found: typeof found === 'string' ? foundText(found, change) : found.unknown,
    });
  }
  return deviations;
}

function foundAction(
  run: StackRun,
  address: string,
  change: PlannedChange | undefined,
): PlannedChange['action'] {
  if (change === undefined) return 'no-op';
  const isUpdate = change.action === 'update';
  return isUpdate && !touchesOurs(run, address, change) ? 'no-op' : change.action;
}

/** Whether an update changes an attribute of our blocks; those that the cloud computes may differ for its own reasons. */
function touchesOurs({ ref, text }: StackRun, address: string, { changed }: PlannedChange): boolean {
  const [type = '', name = ''] = address.split('.');
  const { resource = {} } = JSON.parse(text) as {
    resource?: Record<string, Record<string, Record<string, unknown>>>;
  };
  const block = resource[type]?.[name];
  const { computed } = terraformCloud(ref.provider);
  return block === undefined || changed.some((key) => (computed[key] ?? key) in block);
}

const EXPECTED: Readonly<Partial<Record<Expected, string>>> = {
  'no-op': 'nothing',
  repair: 'a repair in place',
  rebuild: 'a replacement',
  adapt: 'that it stays',
};

function foundText(found: string, change: PlannedChange | undefined): string {
  if (change === undefined || found === 'no-op') return 'nothing';
  const { changed, replacePaths, reason } = change;
  if (found === 'replace') {
    const why = replacePaths.length > 0 ? replacePaths.join(', ') : reason?.replaceAll('_', ' ');
    return why === undefined ? 'replace' : `replace (${why})`;
  }
  return found === 'update' ? `update of ${changed.join(', ')}` : found;
}

/** A deviation on one line. */
export function deviationText({ address, terraformAddress, expected, found }: Deviation): string {
  return `${address ?? 'no resource'}, ${terraformAddress}: expected ${expected}, Terraform plans ${found}`;
}

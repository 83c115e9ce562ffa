import { sum, toCents } from '../../../pricing/amounts';
import type { CostPart } from '../../../pricing/rates';
import type { JsonObject } from '../../../values/json';
import { CREATE, DELETE, KEPT, NOTHING, SAMPLE, UPDATE, cost } from '../../__tests__/plans';
import { planInfracost } from '../plan-infracost';

interface Resource {
  readonly name: string;
  readonly monthlyCost: string | null;
  readonly costComponents: readonly {
    readonly name: string;
    readonly monthlyCost: string | null;
    readonly priceNotFound: boolean;
  }[];
}
interface Breakdown {
  readonly resources: readonly Resource[];
  readonly totalMonthlyCost: string;
}
interface Document {
  readonly projects: readonly {
    readonly pastBreakdown: Breakdown;
    readonly breakdown: Breakdown;
    readonly diff: Breakdown;
  }[];
  readonly totalMonthlyCost: string;
  readonly diffTotalMonthlyCost: string;
  readonly summary: JsonObject;
}

function documentOf(plan: typeof NOTHING): Document & Document['projects'][number] {
  const document = planInfracost(plan) as unknown as Document;
  const [project] = document.projects;
  if (project === undefined) throw new Error('the document has no project');
  return { ...document, ...project };
}

const COMPUTE: CostPart = {
  part: 'compute',
  name: 't3.small, on demand',
  unit: 'hours',
  quantity: '730',
  price: '0.02',
  hourly: '0.02',
  monthly: '14.6',
  asOf: null,
};
const DISK: CostPart = {
  part: 'disk',
  name: 'gp3, 40 GB',
  unit: 'GB-months',
  quantity: '40',
  price: '0.08',
  hourly: '0.004384',
  monthly: '3.2',
  asOf: null,
};

/** The keys of Infracost's document 0.2. Its schema takes no others. */
const KEYS = [
  'version metadata currency projects totalHourlyCost totalMonthlyCost totalMonthlyUsageCost pastTotalHourlyCost',
  'pastTotalMonthlyCost pastTotalMonthlyUsageCost diffTotalHourlyCost diffTotalMonthlyCost diffTotalMonthlyUsageCost',
  'timeGenerated summary infracostCommand vcsBranch vcsCommitSha vcsCommitAuthorName vcsCommitAuthorEmail vcsCommitTimestamp',
  'vcsCommitMessage name displayName pastBreakdown breakdown diff path type terraformWorkspace vcsSubPath resources',
  'resourceType filename startLine endLine hourlyCost monthlyCost costComponents unit hourlyQuantity monthlyQuantity price',
  'usageBased priceNotFound totalDetectedResources totalSupportedResources totalUnsupportedResources totalUsageBasedResources',
  'totalNoPriceResources supportedResourceCounts unsupportedResourceCounts noPriceResourceCounts cluster instance',
]
  .join(' ')
  .split(' ');

test('every priced resource has components, and they add up to it and to the totals', () => {
  const { breakdown, pastBreakdown, diff, totalMonthlyCost, diffTotalMonthlyCost } = documentOf(SAMPLE);
  for (const { resources, totalMonthlyCost: total } of [breakdown, pastBreakdown, diff]) {
    for (const { name, monthlyCost, costComponents } of resources) {
      expect([name, costComponents.length > 0]).toEqual([name, true]);
      expect([name, toCents(sum(costComponents.flatMap((one) => one.monthlyCost ?? [])))]).toEqual([
        name,
        monthlyCost,
      ]);
    }
    expect(toCents(sum(resources.flatMap((one) => one.monthlyCost ?? [])))).toBe(total);
  }
  expect([totalMonthlyCost, diffTotalMonthlyCost]).toEqual(['423.40', '185.34']);
});

test('a machine has a component for each part, and the difference names the part that changes', () => {
  const was = cost({ beforeHourly: '0.02', beforeMonthly: '14.6', parts: { before: [COMPUTE], after: [] } });
  const change = {
    ...UPDATE,
    cost: {
      ...was,
      afterHourly: '0.024384',
      afterMonthly: '17.8',
      parts: { before: [COMPUTE], after: [COMPUTE, DISK] },
    },
  };
  const { breakdown, diff } = documentOf({ ...NOTHING, changes: [change] });
  expect(breakdown.resources[0]?.costComponents.map(({ name }) => name)).toEqual([
    't3.small, on demand',
    'gp3, 40 GB',
  ]);
  expect(diff.resources[0]).toMatchObject({
    monthlyCost: '3.20',
    costComponents: [{ name: 'gp3, 40 GB', monthlyCost: '3.20' }],
  });
});

test('what stays is in both breakdowns and in no difference; what is deleted is in the past one', () => {
  const { breakdown, pastBreakdown, diff } = documentOf({ ...NOTHING, changes: [DELETE], kept: [KEPT] });
  const namesIn = ({ resources }: Breakdown) => resources.map(({ name }) => name);
  expect([breakdown, pastBreakdown, diff].map(namesIn)).toEqual([
    ['cluster.quiet'],
    ['instance.old', 'cluster.quiet'],
    ['instance.old'],
  ]);
  expect(diff.totalMonthlyCost).toBe('-30.37');
});

test('a resource without a price is marked, counted and in no sum', () => {
  const { breakdown, summary, totalMonthlyCost } = documentOf({
    ...NOTHING,
    changes: [{ ...CREATE, cost: cost({}) }],
  });
  expect(breakdown.resources[0]).toMatchObject({
    monthlyCost: null,
    costComponents: [{ price: '0', priceNotFound: true }],
  });
  expect([summary['totalNoPriceResources'], totalMonthlyCost]).toEqual([1, '0.00']);
});

test('the document has no key of ours', () => {
  const keysIn = (value: unknown): readonly string[] =>
    value === null || typeof value !== 'object'
      ? []
      : Object.entries(value).flatMap(([key, one]) => [
          ...(Array.isArray(value) ? [] : [key]),
          ...keysIn(one),
        ]);
  const keys = new Set(keysIn(planInfracost({ ...SAMPLE, kept: [KEPT] })));
  expect([...keys].filter((key) => !KEYS.includes(key))).toEqual([]);
});

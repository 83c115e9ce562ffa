import { minus, sum, withCents } from '../../pricing/amounts';
import type { JsonObject } from '../../values/json';
import type { CostedResource, SideCost } from './resource';
import { differenceJson, isUsageBased, resourceJson } from './resource';

/** The resources of a project, and what the document says about them. */
export interface CostedProject {
  readonly name: string;
  /** `default` or another workspace. */
  readonly workspace: string;
  readonly resources: readonly CostedResource[];
  /** RFC 3339 UTC. */
  readonly now: string;
}

/** Renders Infracost's document 0.2 of one project. Totals are the exact sums of its components. */
export function infracostDocument({ name, workspace, resources, now }: CostedProject): JsonObject {
  const [past, present] = [breakdown(resources, 'before'), breakdown(resources, 'after')];
  const diff = {
    resources: resources.flatMap(differenceJson),
    totalHourlyCost: minus(present.totalHourlyCost, past.totalHourlyCost),
    totalMonthlyCost: withCents(minus(present.totalMonthlyCost, past.totalMonthlyCost)),
    totalMonthlyUsageCost: '0',
  };
  const summary = summaryJson(resources);
  const project = {
    name,
    displayName: name,
    metadata: { path: '.', type: 'helix_dir', terraformWorkspace: workspace, vcsSubPath: '' },
    pastBreakdown: past,
    breakdown: present,
    diff,
    summary,
  };
  return {
    version: '0.2',
    metadata: {
      infracostCommand: 'breakdown',
      vcsBranch: '',
      vcsCommitSha: '',
      vcsCommitAuthorName: '',
      vcsCommitAuthorEmail: '',
      vcsCommitTimestamp: now,
      vcsCommitMessage: '',
    },
    currency: 'USD',
    projects: [project],
    totalHourlyCost: present.totalHourlyCost,
    totalMonthlyCost: present.totalMonthlyCost,
    totalMonthlyUsageCost: '0',
    pastTotalHourlyCost: past.totalHourlyCost,
    pastTotalMonthlyCost: past.totalMonthlyCost,
    pastTotalMonthlyUsageCost: '0',
    diffTotalHourlyCost: diff.totalHourlyCost,
    diffTotalMonthlyCost: diff.totalMonthlyCost,
    diffTotalMonthlyUsageCost: '0',
    timeGenerated: now,
    summary,
  };
}

function breakdown(resources: readonly CostedResource[], side: 'before' | 'after') {
  const costed = resources.flatMap((resource) => {
    const cost = resource[side];
    return cost === null ? [] : [{ resource, cost }];
  });
  const total = (amount: keyof Pick<SideCost, 'hourly' | 'monthly'>): string =>
    sum(costed.flatMap(({ cost }) => cost[amount] ?? []));
  return {
    resources: costed.map(({ resource, cost }) => resourceJson(resource, cost)),
    totalHourlyCost: total('hourly'),
    totalMonthlyCost: withCents(total('monthly')),
    totalMonthlyUsageCost: '0',
  };
}

function summaryJson(resources: readonly CostedResource[]): JsonObject {
  const present = resources.flatMap(({ type, after }) => (after === null ? [] : [{ type, after }]));
  const priced = present.filter(({ after }) => after.monthly !== null);
  const unpriced = present.filter(({ after }) => after.monthly === null);
  return {
    totalDetectedResources: present.length,
    totalSupportedResources: present.length,
    totalUnsupportedResources: 0,
    totalUsageBasedResources: priced.filter(({ after }) => isUsageBased(after)).length,
    totalNoPriceResources: unpriced.length,
    supportedResourceCounts: countsOf(present),
    unsupportedResourceCounts: {},
    noPriceResourceCounts: countsOf(unpriced),
  };
}

function countsOf(resources: readonly { readonly type: string }[]): JsonObject {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return Object.fromEntries(counts);
}

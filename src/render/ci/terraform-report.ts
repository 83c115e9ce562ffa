import type { Plan } from '../../plan/plan';
import type { Json } from '../../values/json';
import { countsOf } from '../text/summary-lines';

/**
 * Renders the counts of a plan as the report that GitLab shows as a widget of a merge request
 * (https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsterraform).
 */
export function terraformReport(plan: Plan): Json {
  const { add, change, destroy } = countsOf(plan);
  return { create: add, update: change, delete: destroy };
}

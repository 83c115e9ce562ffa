import type { BudgetStanding, Plan } from '../../plan/plan';
import type { ToolChange } from '../../ports/engine';
import type { Json, JsonObject } from '../../values/json';
import { countsOf } from '../text/summary-lines';
import { changeJson, plannedResource, unchangedResource } from './change-json';
import { configurationJson } from './configuration-json';
import { planCostJson } from './cost-json';
import { driftJson } from './drift-json';

/**
 * Renders the plan in Terraform's plan format 1.2, so that tools for that format read it. Money has Infracost's names;
 * everything of Helix's own is under `helix`. Secrets are null and flagged. The schema is `schemas/plan.schema.json`.
 */
export function renderPlanJson(plan: Plan, verified: readonly ToolChange[] | null = null): JsonObject {
  const { add, change, destroy } = countsOf(plan);
  const isRefused = plan.refusals.length > 0;
  const isComplete =
    plan.targets.length === 0 && plan.unresolved.length === 0 && plan.unsupported.length === 0;
  const entries = [...plan.changes, ...plan.kept];
  return {
    format_version: '1.2',
    terraform_version: FORMAT_OF,
    planned_values: {
      root_module: {
        resources: [...entries.flatMap(plannedResource), ...plan.unsupported.flatMap(unchangedResource)],
      },
    },
    resource_drift: plan.drift.map(driftJson),
    resource_changes: entries.map((one) => changeJson(one)),
    configuration: configurationJson(plan),
    timestamp: plan.about.now,
    applyable: add + change + destroy > 0 && !isRefused,
    complete: isComplete,
    errored: isRefused,
    helix: { ...helixJson(plan), verified: verified?.map((change) => ({ ...change })) ?? null },
  };
}

/** The Terraform release whose plan format this is. Checkers require the key; no Terraform has run. */
const FORMAT_OF = '1.11.4';

function helixJson(plan: Plan): JsonObject {
  const { about, expiry } = plan;
  return {
    version: about.helixVersion,
    digest: plan.digest,
    mode: plan.mode,
    project: plan.project,
    workspace: plan.workspace,
    endpoint: plan.endpoint,
    config_digest: plan.configDigest,
    state: { lineage: about.lineage, serial: about.serial, recorded_at: about.recordedAt },
    created_at: about.now,
    regions_at: about.regionsAt,
    prices_at: about.pricesAt,
    price_book: about.priceBooks.map(({ provider, asOf, digest, origin }) => ({
      provider,
      as_of: asOf,
      digest,
      origin,
    })),
    choices: about.autoChoices.map((choice) => ({ ...choice })),
    targets: plan.targets,
    summary: { ...countsOf(plan) },
    cost: plan.cost === null ? null : planCostJson(plan.cost),
    budget: plan.budget === undefined ? null : budgetJson(plan.budget),
    ttl: {
      down: expiry.down.map(({ address, expiredAt, reason }) => ({
        address,
        expired_at: expiredAt,
        ...(reason && { reason }),
      })),
      expired: expiry.expired.map((one) => ({ ...expiryJson(one), ...(one.edits && { edits: one.edits }) })),
      held: expiry.held.map(({ address, because, by }) => ({ address, because, by })),
      expiring: expiry.next.map(expiryJson),
    },
    reads: plan.reads.map(({ address, digest }) => ({ address, digest })),
    unchanged: plan.unchanged.map(({ address, digest }) => ({ address, digest })),
    unsupported: plan.unsupported.map((change) => changeJson(change)),
    unresolved: plan.unresolved,
    stopped: plan.stopped,
    ...(plan.byHand && { by_hand: plan.byHand }),
    ...(plan.movedBases && { moved_bases: plan.movedBases }),
    refusals: plan.refusals.map(refusalJson),
  };
}

function expiryJson({ address, expiresAt }: Plan['expiry']['next'][number]): JsonObject {
  return { address, expires_at: expiresAt };
}

function budgetJson({ monthlyUsd, maxIncreaseUsd, override }: BudgetStanding): Json {
  return { monthly_usd: monthlyUsd, max_increase_usd: maxIncreaseUsd, override: override && { ...override } };
}

function refusalJson({ code, rule, address, message, hint, source }: Plan['refusals'][number]): Json {
  return {
    code,
    ...(rule && { rule }),
    address,
    message,
    hint,
    source: source === null ? null : { ...source },
  };
}

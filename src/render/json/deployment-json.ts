import type { ChangeCost } from '../../pricing/cost';
import { deploymentOf } from '../../resources/deployment';
import type { ResourceRecord } from '../../state/state';
import type { JsonObject } from '../../values/json';
import type { Address } from '../../values/resource';

/** The end of a deploy, for other programs. */
export interface DeploymentEnd {
  readonly result: 'deployed' | 'unchanged' | 'cancelled' | 'failed';
  readonly address: Address;
  /** null: nothing is on record. */
  readonly record: ResourceRecord | null;
  readonly dashboardUrl: string | null;
  /** null: it has no price, or no plan was made. */
  readonly cost: ChangeCost | null;
  /** The digest of the plan; null where none was made. */
  readonly digest: string | null;
}

export function deploymentJson({
  result,
  address,
  record,
  dashboardUrl,
  cost,
  digest,
}: DeploymentEnd): JsonObject {
  const known = record === null ? null : deploymentOf(record);
  return {
    result,
    address,
    deployment_id: known?.id ?? null,
    blueprint_id: known?.blueprintId ?? null,
    public_ip: known?.publicAddress ?? null,
    urls: known?.urls ?? [],
    dashboard_url: dashboardUrl,
    hourly_usd: cost?.afterHourly ?? null,
    total_usd: cost?.untilExpiry ?? null,
    expires_at: record?.expiresAt ?? null,
    digest,
  };
}

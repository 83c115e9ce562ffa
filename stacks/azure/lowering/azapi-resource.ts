import type { Json, JsonObject } from '../../../src/values/json';
import type { TerraformAddress } from '../../lowered';
import type { BlockStack } from '../../lowering/block-stack';
import { PlainResource } from '../../lowering/plain-resource';
import type { ArmType } from '../arm-types';

/** The attributes of an `azapi_resource` that parts use. */
export interface AzapiAttributes {
  readonly type: ArmType;
  readonly parent_id: string;
  readonly name: string;
  readonly location?: string;
  readonly body?: JsonObject;
  readonly tags?: JsonObject;
  readonly identity?: readonly { readonly type: string; readonly identity_ids: readonly string[] }[];
  /** Name -> JMESPath in ARM's answer: the attributes of `output`. */
  readonly response_export_values?: Readonly<Record<string, string>>;
  /** JMESPaths in `body`: a change of one replaces the part. */
  readonly replace_triggers_refs?: readonly string[];
  /** Values outside `body` whose change replaces the part. */
  readonly replace_triggers_external_values?: JsonObject;
  /** Sent, and kept nowhere. */
  readonly sensitive_body?: JsonObject;
  /** Path in `sensitive_body` -> version: a path is sent when its version differs from the one on record. */
  readonly sensitive_body_version?: Readonly<Record<string, string>>;
  readonly read_query_parameters?: Readonly<Record<string, readonly string[]>>;
  /** Errors that pass by themselves. */
  readonly retry?: { readonly error_message_regex: readonly string[] };
  readonly depends_on?: readonly TerraformAddress[];
  readonly lifecycle?: JsonObject;
}

/** Adds a part, and returns the expression of its ARM id. */
export function addAzapiResource(
  stack: BlockStack,
  address: TerraformAddress,
  attributes: AzapiAttributes,
): string {
  new PlainResource(stack, address, attributes as unknown as Record<string, Json>);
  return `\${${address}.id}`;
}

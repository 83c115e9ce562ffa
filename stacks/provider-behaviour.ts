import type { Json } from '../src/values/json';
import type { TerraformAction } from './expected';
import behaviour from './provider-behaviour.json';

const ACTIONS = behaviour as Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What the provider does when an attribute of something that is there becomes another. */
export function providerAction(
  type: string,
  key: string,
  _before: Json | undefined,
  _after: Json | undefined,
): Exclude<TerraformAction, 'create' | 'delete'> {
  const action = ACTIONS[type]?.[key];
  return action === 'replace' || action === 'no-op' ? action : 'update';
}

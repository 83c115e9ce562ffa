import type { JsonObject } from '../../values/json';
import type { Address } from '../../values/resource';
import { providerAddress } from '../json/provider-address';

/**
 * One line of an event stream, in the form of Terraform's machine-readable UI
 * (https://developer.hashicorp.com/terraform/internals/machine-readable-ui), so that programs for that stream read it.
 */
export interface Message extends JsonObject {
  readonly '@level': 'info' | 'warn' | 'error';
  readonly '@message': string;
  readonly '@module': 'helix.ui';
  /** RFC 3339 UTC. */
  readonly '@timestamp': string;
  readonly type: string;
}

/** Returns a message of a type, with the fields of that type. `at` is RFC 3339 UTC. */
export function messageOf(
  type: string,
  text: string,
  at: string,
  fields: JsonObject,
  level: Message['@level'] = 'info',
): Message {
  return {
    '@level': level,
    '@message': text,
    '@module': 'helix.ui',
    '@timestamp': at,
    type,
    ...fields,
  };
}

/** Returns the first message of every stream: the version of the program and of the stream's form. */
export function versionMessage(helixVersion: string, at: string): Message {
  return messageOf('version', `Helix ${helixVersion}`, at, { helix: { version: helixVersion }, ui: '1.2' });
}

/** Returns a resource as messages name it. The provider is left out where only an address is known. */
export function resourceOf(address: Address, provider?: string): JsonObject {
  const [kind = '', ...name] = address.split('.');
  return {
    addr: address,
    module: '',
    resource: address,
    ...(provider !== undefined && { implied_provider: providerAddress(provider) }),
    resource_type: kind,
    resource_name: name.join('.'),
    resource_key: null,
  };
}

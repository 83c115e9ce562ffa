import type { JsonObject } from '../values/json';
import type { Fields } from './fields';

/** The way in which an image gets into a registry. */
export interface RegistryAccess {
  readonly login: LoginSource;
  /** Whether plain HTTP is allowed, also where the registry is another host. */
  readonly insecure: boolean;
  /** Tags that follow the newest image, besides the one of its own. */
  readonly pushTags: readonly string[];
}

/** The source of a log-in. */
export type LoginSource =
  /** Docker's own configuration, with its helpers, and well-known variables. */
  | { readonly type: 'docker' }
  /** The project's files: each value is `env:VARIABLE`, `literal:TEXT` or `secret:FINGERPRINT`. */
  | { readonly type: 'table'; readonly username: string; readonly password: string }
  /** The credentials of an account in a cloud; `account`: its name in cloud.toml, null where none is named. */
  | {
      readonly type: 'cloud';
      readonly cloud: string;
      readonly region: string;
      readonly account: string | null;
    }
  /** The credentials of an account of cloud.toml, for a registry of its cloud. */
  | { readonly type: 'account'; readonly account: string };

/** The access to a registry of which nothing in particular is written. */
export const USUAL_ACCESS: RegistryAccess = { login: { type: 'docker' }, insecure: false, pushTags: [] };

/** The access to a cloud's own registry. */
export function cloudAccess(cloud: string, region: string, account: string | null): RegistryAccess {
  return { ...USUAL_ACCESS, login: { type: 'cloud', cloud, region, account } };
}

/** Returns the access as inputs; nothing for the usual one. */
export function encodeAccess({ login, insecure, pushTags }: RegistryAccess): JsonObject {
  return {
    ...(login.type === 'docker' ? {} : { login: encodeLogin(login) }),
    ...(insecure ? { insecure } : {}),
    ...(pushTags.length === 0 ? {} : { push_tags: [...pushTags] }),
  };
}

/** Reads the access from the inputs of an image. Throws HelixError `state` for an invalid value. */
export function decodeAccess(fields: Fields): RegistryAccess {
  return {
    login: decodeLogin(fields.within('login')),
    insecure: fields.flag('insecure', false),
    pushTags: fields.texts('push_tags'),
  };
}

function encodeLogin(login: Exclude<LoginSource, { type: 'docker' }>): JsonObject {
  switch (login.type) {
    case 'table':
      return { username: login.username, password: login.password };
    case 'cloud': {
      const { cloud, region, account } = login;
      return { cloud, region, ...(account !== null && { account }) };
    }
    case 'account':
      return { account: login.account };
  }
}

function decodeLogin(fields: Fields | null): LoginSource {
  if (fields === null) return { type: 'docker' };
  const cloud = fields.textOrNull('cloud');
  const account = fields.textOrNull('account');
  if (cloud !== null) return { type: 'cloud', cloud, region: fields.text('region'), account };
  if (account !== null) return { type: 'account', account };
  return { type: 'table', username: fields.text('username'), password: fields.text('password') };
}

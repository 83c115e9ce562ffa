import type { OperationName } from './document';
import { Refused } from './refused';

/** The rights of a token. */
export interface TokenRights {
  readonly org: string;
  /** The one app that it is for; null: all of the organization. */
  readonly onlyApp: string | null;
  readonly isReadOnly?: boolean;
}

export type Tokens = Readonly<Record<string, TokenRights>>;

/** A token for all apps of the organization `personal`. */
export const TOKEN = 'FlyV1 fm2_token_of_the_organization_personal';

export const USUAL_TOKENS: Tokens = { [TOKEN]: { org: 'personal', onlyApp: null } };

/** @throws Refused 401 for a token that is missing or unknown */
export function rightsOf(tokens: Tokens, header: string | null): TokenRights {
  const token = (header ?? '').replace(/^Bearer /, '');
  const rights = Object.hasOwn(tokens, token) ? tokens[token] : undefined;
  if (rights === undefined) throw new Refused(401, 'unauthorized', 'unauthorized');
  return rights;
}

/** @throws Refused 403 for a call that changes something with a token that reads */
export function assertMay({ isReadOnly }: TokenRights, name: OperationName): void {
  if (isReadOnly !== true || /^(get|list|wait|read)/.test(name)) return;
  throw new Refused(403, 'this token may only read', 'unauthorized');
}

import type { KeyInfo } from '../../ports/keys';
import { textOf, toned } from '../lines';
import type { Style } from '../style';
import { dateText, timeText } from '../time-text';
import { tableLines } from './table';
import type { Cell } from './table';

/** Renders API keys in the given order; the one in use is marked. */
export function renderKeys(keys: readonly (KeyInfo & { readonly inUse: boolean })[], style: Style): string {
  const rows = keys.map((key): readonly Cell[] => [
    key.inUse ? `${key.id} *` : key.id,
    toned('strong', key.name),
    key.scope,
    dateText(key.createdAt),
    key.lastUsedAt === null ? 'never' : timeText(key.lastUsedAt),
    endText(key),
  ]);
  return textOf(tableLines(['ID', 'NAME', 'SCOPE', 'CREATED', 'LAST USED', 'EXPIRES'], rows), style);
}

function endText({ revokedAt, expiresAt }: KeyInfo): string {
  if (revokedAt !== null) return `revoked ${timeText(revokedAt)}`;
  return expiresAt === null ? 'never' : timeText(expiresAt);
}

import { parseDuration } from '../../values/time/duration';
import type { TomlDocument } from '../text/document';
import type { ProblemList } from '../validation/problems';
import type { TomlPath } from '../text/table-headers';

/** The lifetime of an instance, and whether it is protected from deletion. */
export interface Lifetime {
  readonly ttlSeconds: number | null;
  readonly protect: boolean;
}

/** The defaults of instances that cost nothing: local and enterprise ones. */
export const NO_DEFAULTS: Lifetime = { ttlSeconds: null, protect: false };

/** Reads `ttl` (or `ttl_hours`) and `protect` of a table; missing values come from `defaults`. */
export function readLifetime(
  document: TomlDocument,
  path: TomlPath,
  table: {
    readonly ttl?: string | undefined;
    readonly ttl_hours?: number | undefined;
    readonly protect?: boolean | undefined;
  },
  defaults: Lifetime,
  problems: ProblemList,
): Lifetime {
  const protect = table.protect ?? defaults.protect;
  if (table.ttl !== undefined && table.ttl_hours !== undefined) {
    problems.error({
      code: 'two-lifetimes',
      message: `\`${path.join('.')}\` has both \`ttl\` and \`ttl_hours\`.`,
      hint: `Keep \`ttl\`; \`ttl_hours = ${table.ttl_hours}\` is \`ttl = "${table.ttl_hours}h"\`.`,
      place: () => document.place([...path, 'ttl_hours'], 'key'),
    });
  }
  if (table.ttl === undefined) {
    const hours = table.ttl_hours;
    return { ttlSeconds: hours === undefined ? defaults.ttlSeconds : hours * 3_600, protect };
  }
  const duration = parseDuration(table.ttl);
  if (duration.ok) return { ttlSeconds: duration.seconds, protect };
  problems.error({
    code: 'bad-duration',
    message: duration.message,
    hint: duration.hint,
    place: () => document.place([...path, 'ttl'], 'value'),
  });
  return { ttlSeconds: null, protect };
}

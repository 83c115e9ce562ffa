/** One line of what Terraform says with `-json`, as far as it matters here. */
export type TerraformMessage =
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic }
  | {
      readonly type: 'apply_start' | 'apply_progress' | 'apply_complete' | 'apply_errored';
      readonly address: string;
      /** `create`, `update`, `delete`, ... */
      readonly action: string;
      readonly elapsedSeconds: number;
    }
  | { readonly type: 'other' };

/** An error or a warning, in the provider's own words. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  /** What it is about, when Terraform knows. */
  readonly address: string | null;
}

const HOOKS = ['apply_start', 'apply_progress', 'apply_complete', 'apply_errored'] as const;

/** A message, or null for a line that is none. */
export function parseMessage(line: string): TerraformMessage | null {
  const said = parsed(line);
  if (said === null || typeof said['type'] !== 'string' || typeof said['@level'] !== 'string') return null;
  const { type } = said;
  if (type === 'diagnostic') return { type, diagnostic: diagnosticOf(fields(said['diagnostic'])) };
  const hook = HOOKS.find((one) => one === type);
  if (hook === undefined) return { type: 'other' };
  const { action, elapsed_seconds: elapsed, resource } = fields(said['hook']);
  const address = textOf(fields(resource)['addr']);
  // Data sources are read, which is nobody's progress.
  if (action === 'read') return { type: 'other' };
  return {
    type: hook,
    address,
    action: textOf(action),
    elapsedSeconds: typeof elapsed === 'number' ? elapsed : 0,
  };
}

/** The errors among messages. */
export function errorsIn(messages: readonly TerraformMessage[]): Diagnostic[] {
  return messages.flatMap((message) =>
    message.type === 'diagnostic' && message.diagnostic.severity === 'error' ? [message.diagnostic] : [],
  );
}

function diagnosticOf({ severity, summary, detail, address }: Fields): Diagnostic {
  return {
    severity: severity === 'error' ? 'error' : 'warning',
    summary: textOf(summary),
    detail: textOf(detail),
    address: typeof address === 'string' && address !== '' ? address : null,
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(line: string): Fields | null {
  if (!line.startsWith('{')) return null;
  try {
    return fields(JSON.parse(line));
  } catch {
    return null;
  }
}

function fields(value: unknown): Fields {
  return value !== null && typeof value === 'object' ? (value as Fields) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

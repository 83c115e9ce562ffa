/** A line of Terraform's `-json` output, as far as Helix uses it. */
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

/** An error or a warning, in the words of the provider. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  /** The Terraform address that it is about; null when Terraform does not know. */
  readonly address: string | null;
}

const HOOKS = ['apply_start', 'apply_progress', 'apply_complete', 'apply_errored'] as const;

/** Parses a line; null if it is not a message. */
export function parseMessage(line: string): TerraformMessage | null {
  const message = parsed(line);
  if (typeof message?.['type'] !== 'string' || typeof message['@level'] !== 'string') return null;
  const { type } = message;
  if (type === 'diagnostic') return { type, diagnostic: diagnosticOf(fields(message['diagnostic'])) };
  const hook = HOOKS.find((one) => one === type);
  if (hook === undefined) return { type: 'other' };
  const { action, elapsed_seconds: elapsed, resource } = fields(message['hook']);
  const address = textOf(fields(resource)['addr']);
  // Reading a data source is not progress of a resource.
  if (action === 'read') return { type: 'other' };
  return {
    type: hook,
    address,
    action: textOf(action),
    elapsedSeconds: typeof elapsed === 'number' ? elapsed : 0,
  };
}

/** Returns a message whose words are masked; addresses and actions are our own. */
export function masked(message: TerraformMessage, mask: (text: string) => string): TerraformMessage {
  if (message.type !== 'diagnostic') return message;
  const { diagnostic } = message;
  const words = { summary: mask(diagnostic.summary), detail: mask(diagnostic.detail) };
  return { ...message, diagnostic: { ...diagnostic, ...words } };
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

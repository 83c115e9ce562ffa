import type { TerraformCloud } from '../../../../stacks';
import { HelixError } from '../../../errors';
import type { ResourceError } from '../../../ports/engine';
import type { Address } from '../../../values/resource';
import type { Diagnostic } from './messages';

/** A failed Terraform command, with the messages of Terraform and its providers. */
export class TerraformFailure extends Error {
  override readonly name = 'TerraformFailure';
  readonly diagnostics: readonly Diagnostic[];
  /** The Terraform command that failed. */
  readonly command: string;

  constructor(command: string, diagnostics: readonly Diagnostic[], stderr: string) {
    const text = diagnostics.map(textOf).join('\n');
    super(text !== '' ? text : stderr.trim() || `terraform ${command} failed without a message`);
    this.diagnostics = diagnostics;
    this.command = command;
  }
}

/** A diagnostic as a person reads it. */
export function textOf({ summary, detail }: Pick<Diagnostic, 'summary' | 'detail'>): string {
  if (detail === '') return sentence(summary);
  // Providers tend to repeat the summary.
  return detail.startsWith(summary) ? sentence(detail) : `${summary}: ${sentence(detail)}`;
}

/** The error that ends a run which fails before its first operation; `about`: the resources that were being planned. */
export function asHelixError(
  error: unknown,
  cloud: Pick<TerraformCloud, 'facts' | 'classify' | 'wayOut' | 'credentialsHint'>,
  about: readonly Address[] = [],
): unknown {
  if (!(error instanceof TerraformFailure)) return error;
  const { command, message } = error;
  // The cloud itself is not asked before its provider is there.
  if (command === 'init') {
    return new HelixError('unreachable', `Terraform cannot install its providers: ${message}`, {
      hint: "Check the network. Where the registry cannot be reached, `terraform providers mirror DIR` on another host makes a mirror, and Terraform's CLI configuration names it.",
      cause: error,
    });
  }
  const hint = cloud.wayOut?.(message) ?? null;
  switch (cloud.classify(message)) {
    case 'auth':
      return new HelixError('auth', `${cloud.facts.title} rejected the credentials: ${message}`, {
        hint: `${cloud.credentialsHint}, or name a source of credentials in cloud.toml.`,
        cause: error,
      });
    case 'unreachable':
      return new HelixError('unreachable', `Cannot reach ${cloud.facts.title}: ${message}`, {
        hint: 'Check the network, the region, and `endpoint_url` in cloud.toml.',
        cause: error,
      });
    case 'failed':
      return new HelixError('config', `Terraform cannot plan this: ${message}`, {
        ...(hint !== null && { hint }),
        about,
        cause: error,
      });
  }
}

/** The error of one resource, from the message of its provider. */
export function resourceError(
  message: string,
  { classify, wayOut }: Pick<TerraformCloud, 'classify' | 'wayOut'>,
): ResourceError {
  const hint = wayOut?.(message) ?? null;
  const kind = classify(message) === 'auth' ? 'auth' : 'failed';
  return { kind, message, ...(hint !== null && { hint }) };
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?:]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

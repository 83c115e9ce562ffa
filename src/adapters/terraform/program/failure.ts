import { HelixError } from '../../../errors';
import type { ResourceError } from '../../../ports/engine';
import type { Address } from '../../../values/resource';
import type { Diagnostic } from './messages';

/** A command of Terraform's that failed, with what Terraform and its providers said. */
export class TerraformFailure extends Error {
  override readonly name = 'TerraformFailure';
  readonly diagnostics: readonly Diagnostic[];

  constructor(command: string, diagnostics: readonly Diagnostic[], complaints: string) {
    const said = diagnostics.map(textOf).join('\n');
    super(said !== '' ? said : complaints.trim() || `terraform ${command} failed and said nothing`);
    this.diagnostics = diagnostics;
  }
}

/** A diagnostic as a person reads it. */
export function textOf({ summary, detail }: Pick<Diagnostic, 'summary' | 'detail'>): string {
  if (detail === '') return sentence(summary);
  // Providers tend to say the same twice.
  return detail.startsWith(summary) ? sentence(detail) : `${summary}: ${sentence(detail)}`;
}

/** The error that a failure before any operation ends the run with; `about`: the resources that it was planning for. */
export function asHelixError(error: unknown, about: readonly Address[] = []): unknown {
  if (!(error instanceof TerraformFailure)) return error;
  const { message } = error;
  switch (kindOf(message)) {
    case 'auth':
      return new HelixError('auth', `AWS does not take the credentials: ${message}`, {
        hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a source of credentials in cloud.toml.',
        cause: error,
      });
    case 'unreachable':
      return new HelixError('unreachable', `Cannot reach AWS: ${message}`, {
        hint: 'Check the network, the region, and `endpoint_url` in cloud.toml.',
        cause: error,
      });
    case 'failed':
      return new HelixError('config', `Terraform cannot plan this: ${message}`, { about, cause: error });
  }
}

/** The error of one resource that Terraform complains of. */
export function resourceError(message: string): ResourceError {
  return { kind: kindOf(message) === 'auth' ? 'auth' : 'failed', message };
}

// Terraform hands on what a cloud said as text alone; its error codes are the firmest thing in it.
const AUTH =
  /No valid credential sources|ExpiredToken|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|AuthFailure|InvalidAccessKeyId|InvalidToken|AccessDenied|UnauthorizedOperation|StatusCode: 40[13]\b|failed to refresh cached credentials|validating provider credentials/;
const UNREACHABLE =
  /connection refused|no such host|i\/o timeout|network is unreachable|connection reset by peer/;

function kindOf(message: string): 'auth' | 'unreachable' | 'failed' {
  // A refused connection to the metadata service is how having no credentials looks.
  if (UNREACHABLE.test(message) && !/No valid credential sources|169\.254\.169\.254/.test(message))
    return 'unreachable';
  return AUTH.test(message) ? 'auth' : 'failed';
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?:]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

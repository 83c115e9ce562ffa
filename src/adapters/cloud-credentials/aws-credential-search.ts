import { HelixError } from '../../errors';
import { printable } from '../../values/printable';
import { errnoOf } from '../host/errno';
import { reasonOf } from '../host/read-errors';

type Environment = Readonly<Record<string, string | undefined>>;

/** The SDK's logger; its members may be called for any message. */
interface Logger {
  readonly debug: (...words: unknown[]) => void;
  readonly info: (...words: unknown[]) => void;
  readonly warn: (...words: unknown[]) => void;
  readonly error: (...words: unknown[]) => void;
}

/** The SDK's search for credentials in one place after the other, of which the SDK's final error names none. */
export class AwsCredentialSearch {
  readonly #reasons: string[] = [];

  /** Collects why each place had none. The SDK would print its warnings on standard error. */
  readonly logger: Logger = {
    debug: (first) => {
      const reason = /^@smithy\/property-provider (?:->|\(!\)) (.*)/s.exec(String(first))?.[1];
      if (reason !== undefined) this.#reasons.push(reason.trim());
    },
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };

  /** Returns the error for a failed search; null if `error` is another failure. */
  failure(error: unknown, place: string, environment: Environment): HelixError | null {
    const { name, message = '' } = error as { readonly name?: string; readonly message?: string };
    const explained =
      fileFailure(error, environment) ??
      (name === 'CredentialsProviderError' || name === 'TokenProviderError'
        ? explain([message, ...this.#reasons], environment)
        : null);
    if (explained === null) return null;
    const reason = explained.reason === null ? '' : `: ${printable(explained.reason)}`;
    return new HelixError('auth', `There are no credentials for ${place}${reason}.`, {
      hint: explained.hint,
      cause: error,
    });
  }
}

interface Explanation {
  /** null: no place was meant to have any. */
  readonly reason: string | null;
  readonly hint: string;
}

const GENERAL =
  'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where a role is available.';

/** The reasons of places that were not meant to have credentials. */
const EXPECTED =
  /^(AWS_PROFILE is set|Skipping SSO|Unable to find environment|Web identity configuration not|AWS_EC2_METADATA|EC2 Instance Metadata Service access disabled|Could not load credentials from any|Profile \S+ (could not be found|did not contain credential_process)|Could not resolve credentials using profile: \[default\])/;

function explain(reasons: readonly string[], environment: Environment): Explanation {
  const profile = environment['AWS_PROFILE'] ?? 'default';
  if (
    reasons.some((reason) => reason.startsWith(`Profile ${profile} could not be found`)) &&
    profile !== 'default'
  ) {
    const file = environment['AWS_CONFIG_FILE'] ?? '~/.aws/config';
    return {
      reason: `there is no profile ${profile} in ${file}`,
      hint: 'Correct AWS_PROFILE: `aws configure list-profiles` lists the profiles.',
    };
  }
  const reason = reasons.find((one) => !EXPECTED.test(one));
  if (reason === undefined) return { reason: null, hint: GENERAL };
  if (/\bsso\b/i.test(reason)) {
    return {
      reason: `the SSO session of the profile ${profile} has expired or was never opened`,
      hint: `Run \`aws sso login --profile ${profile}\`.`,
    };
  }
  // The SDK quotes the whole command, which may hold secrets.
  if (reason.startsWith('Command failed')) {
    return {
      reason: `the credential_process of the profile ${profile} failed`,
      hint: 'Run that command by hand: it must print the credentials and exit with 0.',
    };
  }
  const [, unresolved] = /^Could not resolve credentials using profile: \[(.+)\]/.exec(reason) ?? [];
  if (unresolved === undefined) return { reason: reason.replace(/\.$/, ''), hint: GENERAL };
  return {
    reason: `the profile ${unresolved} has no credentials`,
    hint: 'Complete the profile, or correct AWS_PROFILE.',
  };
}

/** Explains a file that credentials should be in and that cannot be read. */
function fileFailure(error: unknown, environment: Environment): Explanation | null {
  const { path, syscall } = error as { readonly path?: unknown; readonly syscall?: unknown };
  if (errnoOf(error) === undefined || typeof path !== 'string' || syscall === 'connect') return null;
  const why = errnoOf(error) === 'ENOENT' ? 'it does not exist' : reasonOf(error);
  const variable = Object.keys(environment).find(
    (name) => /^AWS_.*_FILE$/.test(name) && environment[name] === path,
  );
  return {
    reason: `cannot read ${path}: ${why}`,
    hint: variable === undefined ? GENERAL : `Correct ${variable}, which names that file.`,
  };
}

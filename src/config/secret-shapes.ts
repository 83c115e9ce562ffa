import { CLOUD_NAMES, cloudOf } from '../clouds';

/** Parts of a name that suggest a secret. Plural `TOKENS` are usually a count, and a key may be public. */
const SECRET_NAMES =
  /secret|passw(or)?d|passphrase|credential|token(?!s|iz)|api_?key|(^|[_-])(key|pwd|pass)($|[_-])|accesskey/i;
const PUBLIC_NAMES = /(^|[_-])(public|ssh)[_-]?key/i;

const SECRET_VALUES: readonly RegExp[] = [
  ...CLOUD_NAMES.flatMap((name) => cloudOf(name).credentials.shapes),
  /^sk-[A-Za-z0-9_-]{8,}$/, // OpenAI and others
  /^(ghp|gho|ghu|ghs|ghr|github_pat)_[A-Za-z0-9_]{16,}$/, // GitHub
  /^glpat-[A-Za-z0-9_-]{16,}$/, // GitLab
  /^xox[abprs]-[A-Za-z0-9-]{10,}$/, // Slack
  /^eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/, // JSON web token
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i, // password in a URL
  /^postgres(ql)?:\/\/[^\s:@]*:[^\s@]+@/i, // password with a slash in it
  /^[a-z][a-z0-9+.-]*:\/\/\S*[?&](ssl)?password=/i,
];

/** Whether a setting looks like a secret, by its name (`OPENAI_API_KEY`) or by the shape of its value (`AKIA...`). */
export function looksSecret(name: string, value: string): boolean {
  return value !== '' && (isSecretName(name) || SECRET_VALUES.some((shape) => shape.test(value)));
}

/** Whether a name alone suggests a secret, also in camel case: `apiKey`, `dbPassword`. */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return SECRET_NAMES.test(words) && !PUBLIC_NAMES.test(words);
}

/**
 * Returns a line of a configuration file that is safe to show: where it seems to contain a secret, the text between quotes
 * becomes asterisks of the same length, so that columns stay the same.
 */
export function maskSecrets(line: string): string {
  return line.replaceAll(
    // A name begins after a character that is not a letter: else each letter of a long word would be tried as the first.
    /(?:(?<![A-Za-z0-9_-])["']?([A-Za-z0-9_-]+)["']?\s*[=:]\s*)?("""|'''|"|')((?:\\.|(?!\2)[^\\])+)(\2|$)/g,
    (whole, name: string | undefined, quote: string, value: string, close: string) =>
      isReference(value) || !looksSecret(name ?? '', value)
        ? whole
        : `${whole.slice(0, whole.length - value.length - close.length - quote.length)}${quote}${'*'.repeat(value.length)}${close}`,
  );
}

/** Whether a value is a reference to a secret: `env:NAME`. */
export function isReference(value: string): boolean {
  return /^env:[A-Za-z_][A-Za-z0-9_]*$/.test(value);
}

import { digestOf } from '../../values/digest';
import type { Json } from '../../values/json';
import { printable } from '../../values/printable';
import type { Finding } from './findings';

/**
 * Renders findings as issues in the format of Code Climate, which GitLab shows in a merge request and beside its lines
 * (https://docs.gitlab.com/ci/testing/code_quality/). A finding without a place stands at the first line of helix.toml:
 * GitLab takes none without a file.
 */
export function codeQuality(findings: readonly Finding[], under: string): Json {
  const seen = new Map<string, number>();
  return findings.map(({ severity, code, message, source }) => {
    const path = source?.file ?? (under === '' ? 'helix.toml' : `${under}/helix.toml`);
    const text = printable(message.replaceAll(/\s*\n\s*/g, ' '));
    // The line is not part of it: what only moves is the same finding.
    const about = JSON.stringify([path, code, text]);
    const earlier = seen.get(about) ?? 0;
    seen.set(about, earlier + 1);
    const line = source?.line ?? 1;
    return {
      type: 'issue',
      categories: ['Bug Risk'],
      description: text,
      check_name: `helix/${code}`,
      fingerprint: digestOf([about, earlier]),
      severity: severity === 'error' ? 'critical' : 'minor',
      location: { path: printable(path), lines: { begin: line, end: line } },
    };
  });
}

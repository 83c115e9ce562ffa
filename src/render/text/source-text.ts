import type { SourceRef } from '../../values/resource';

/** `helix.toml:9` */
export function sourceText(source: SourceRef): string {
  return `${source.file}:${source.line}`;
}

import type { TomlDocument } from '../text/document';
import type { ProblemList } from '../validation/problems';
import type { SourceText } from '../text/source-text';
import { tomlString } from '../text/toml-text';
import { isObject } from '../../values/is-object';

const OWN_TABLES = ['project', 'local', 'cloud', 'enterprise', 'deploy'];
/** Keys of the Helix text editor: configuration, themes, languages. */
const EDITOR_KEYS =
  /^(theme|editor|keys|inherits|palette|rainbow|language|language-server|use-grammars|(ui|diagnostic|markup|diff|keyword|comment|variable|constant|function|string|type|punctuation|attribute|constructor|label|namespace|operator|special|tag)(\..+)?)$/;

/** Recognizes a helix.toml of the Helix text editor, and reports it as the only problem of the file. */
export function isForeign(document: TomlDocument, problems: ProblemList): boolean {
  const keys = Object.keys(document.data);
  if (keys.some((key) => OWN_TABLES.includes(key))) return false;
  const sign = keys.find((key) => EDITOR_KEYS.test(key));
  if (sign === undefined) return false;
  problems.error({
    code: 'foreign-file',
    message: `This ${document.source.file} belongs to the Helix text editor (by its \`${sign}\`), not to a project.`,
    hint: 'Run Helix in the directory of a project, or name that directory with `--directory`.',
    place: () => document.place([sign], 'key'),
  });
  return true;
}

/** Refuses the `config.hx.json` of HelixDB 1, and shows the equivalent helix.toml. */
export function refuseEraA({ file, text }: SourceText, problems: ProblemList): void {
  problems.error({
    code: 'old-format',
    message: `${file} is the configuration of HelixDB 1, which Helix does not read.`,
    hint: `Write this as helix.toml instead:\n\n${equivalentOf(text)}`,
    place: { file, line: 1, column: 1 },
  });
}

function equivalentOf(json: string): string {
  const old = parsed(json);
  const vector = tableOf(old['vector_config']);
  const size = vector['db_max_size_gb'] ?? vector['db_max_size'] ?? old['db_max_size_gb'];
  const vectorLines = pairs({
    m: vector['m'],
    ef_construction: vector['ef_construction'],
    ef_search: vector['ef_search'],
    db_max_size_gb: size,
  });
  const graphLines = pairs({ secondary_indices: tableOf(old['graph_config'])['secondary_indices'] });
  const lines = [
    '[project]',
    'name = "my-project"',
    'queries = "."',
    '',
    '[local.dev]',
    'port = 6969',
    'build_mode = "dev"',
    ...pairs({
      mcp: old['mcp'],
      bm25: old['bm25'],
      embedding_model: old['embedding_model'],
      graphvis_node_label: old['graphvis_node_label'],
    }),
    ...(vectorLines.length === 0 ? [] : ['', '[local.dev.vector_config]', ...vectorLines]),
    ...(graphLines.length === 0 ? [] : ['', '[local.dev.graph_config]', ...graphLines]),
  ];
  return lines.join('\n');
}

function parsed(json: string): Record<string, unknown> {
  try {
    return tableOf(JSON.parse(json));
  } catch {
    // An invalid old file is converted like an empty one.
    return {};
  }
}

function tableOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function pairs(members: Record<string, unknown>): string[] {
  return Object.entries(members).flatMap(([key, value]) => {
    const text = written(value);
    return text === undefined ? [] : [`${key} = ${text}`];
  });
}

function written(value: unknown): string | undefined {
  if (typeof value === 'string') return tomlString(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value)) return undefined;
  const items = value.map(written).filter((item) => item !== undefined);
  return `[${items.join(', ')}]`;
}

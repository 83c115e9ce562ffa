import { isObject } from '../../../values/is-object';

export interface Layer {
  /** `sha256:...` of its files, whatever they are packed with. */
  readonly digest: string;
  /** The instruction that made it; empty where that is not known. */
  readonly instruction: string;
}

/** Reads the layers of an image from the text of its configuration. */
export function layersIn(configText: string): readonly Layer[] {
  const config: unknown = JSON.parse(configText);
  const rootfs = isObject(config) ? config['rootfs'] : undefined;
  const digests = textsIn(isObject(rootfs) ? rootfs['diff_ids'] : undefined);
  const history =
    isObject(config) && Array.isArray(config['history']) ? (config['history'] as unknown[]) : [];
  const instructions = history.flatMap((entry) =>
    isObject(entry) && entry['empty_layer'] !== true ? [textOf(entry['created_by'])] : [],
  );
  return digests.map((digest, index) => ({ digest, instruction: instructions[index] ?? '' }));
}

/**
 * Returns how an image that was built again differs from what is on record, in words; none where all layers are the same.
 * @param platform named where an image has several
 */
export function layerDifferences(
  recorded: readonly string[],
  rebuilt: readonly Layer[],
  platform: string | null,
): readonly string[] {
  const where = platform === null ? '' : `${platform}: `;
  const changed = rebuilt.flatMap(({ digest, instruction }, index) =>
    recorded[index] === digest ? [] : [`${where}layer ${index + 1} of ${rebuilt.length}: ${instruction}`],
  );
  return recorded.length <= rebuilt.length
    ? changed
    : [...changed, `${where}fewer layers than before: ${rebuilt.length} of ${recorded.length}`];
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function textOf(value: unknown): string {
  // BuildKit marks its own instructions.
  return typeof value === 'string' ? value.replace(/ # buildkit$/, '').trim() : '';
}

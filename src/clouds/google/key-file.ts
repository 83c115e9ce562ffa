import { isObject } from '../../values/is-object';

/** Returns the project that the JSON of a key names; undefined for other text, and for a key without one. */
export function projectInKey(text: string): string | undefined {
  let key: unknown;
  try {
    key = JSON.parse(text);
  } catch {
    return undefined;
  }
  const project = isObject(key) ? (key['project_id'] ?? key['quota_project_id']) : undefined;
  return typeof project === 'string' && project !== '' ? project : undefined;
}

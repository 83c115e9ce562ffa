/**
 * Keys of Helix in tables of the HelixDB CLI's format. There an unknown key is a warning, except when it is one of these in
 * the wrong table, or nearly one: a typing error in `protect` or `ttl` costs data or money.
 */
export const OWN_KEYS: readonly string[] = [
  'size',
  'ttl',
  'ttl_hours',
  'protect',
  'expire_itself',
  'preview',
];

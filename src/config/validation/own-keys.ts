/**
 * Keys of Helix that stand in tables of the HelixDB CLI's format. There an unknown key is a warning, except where it is
 * one of these in the wrong table, or nearly one: a slip in `protect` or `ttl` costs data or money.
 */
export const OWN_KEYS: readonly string[] = ['size', 'ttl', 'ttl_hours', 'protect', 'expire_itself'];

/**
 * Marks of the values that a resource was given last: dotted path of the reference -> HMAC-SHA-256 of the value, under the
 * key of the state. They tell whether a value has changed, and nobody without the key can test a guess.
 */
export type SecretDigests = Readonly<Record<string, string>>;

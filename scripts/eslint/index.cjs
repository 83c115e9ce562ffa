/** The rules of docs/style.md that a program can check. */
module.exports = {
  rules: {
    'comment-start': require('./comment-start.cjs'),
    'hash-private': require('./hash-private.cjs'),
    'json-by-codec': require('./json-by-codec.cjs'),
    layers: require('./layers.cjs'),
    'no-packing-spread': require('./no-packing-spread.cjs'),
    'no-string-in-template': require('./no-string-in-template.cjs'),
    'plain-words': require('./plain-words.cjs'),
    'type-import-line': require('./type-import-line.cjs'),
    'verb-first': require('./verb-first.cjs'),
  },
};

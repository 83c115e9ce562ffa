const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/** The version of the rules: ESLint forgets what it knows of files when it changes. */
const version = fs
  .readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => name)
  .sort()
  .reduce(
    (hash, name) => hash.update(fs.readFileSync(path.join(__dirname, name))),
    crypto.createHash('sha256'),
  )
  .digest('hex');

/** The rules of docs/style.md that a program can check. */
module.exports = {
  meta: { name: 'style', version },
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

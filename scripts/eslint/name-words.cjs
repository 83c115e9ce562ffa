/** The words of a camelCase, PascalCase or CONSTANT_CASE name, in small letters. */
function wordsOf(name) {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}

module.exports = { wordsOf };

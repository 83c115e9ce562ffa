const ts = require('typescript');

/**
 * Reports a read of one known key of a JsonObject: the codecs of src/resources read inputs and outputs, each with its
 * defaults and its errors in one place. Walking over all keys is allowed. Needs types.
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { codec: 'Read `{{key}}` by a codec of src/resources, which knows its type and its default.' },
  },
  create: (context) => {
    const { parserServices } = context.sourceCode;
    const checker = parserServices.program.getTypeChecker();
    const report = (node, key) => context.report({ node, messageId: 'codec', data: { key } });
    return {
      'MemberExpression[computed=true][property.type="Literal"]'(node) {
        const object = parserServices.esTreeNodeToTSNodeMap.get(node.object);
        if (isJsonObject(checker.getTypeAtLocation(object), checker)) report(node, node.property.value);
      },
      ObjectPattern(/** @type {any} */ node) {
        const pattern = parserServices.esTreeNodeToTSNodeMap.get(node);
        const known = node.properties.filter(({ type, computed }) => type === 'Property' && !computed);
        if (known.length === 0 || !isJsonObject(typeOfSource(pattern, checker), checker)) return;
        for (const property of known) report(property, property.key.name ?? property.key.value);
      },
    };
  },
};

/** The type of the value that a pattern takes apart. */
function typeOfSource(pattern, checker) {
  const { parent } = pattern;
  const isVariable = parent.kind === ts.SyntaxKind.VariableDeclaration && parent.initializer !== undefined;
  return checker.getTypeAtLocation(isVariable ? parent.initializer : parent);
}

function isJsonObject(type, checker) {
  const present = checker.getNonNullableType(type);
  const parts = present.isUnion() ? present.types : [present];
  return parts.some(({ symbol }) => symbol?.name === 'JsonObject');
}

const names = require('./name-words.cjs');
const VERBS = require('./verbs.cjs');

const FUNCTIONS = 'FunctionDeclaration, FunctionExpression, ArrowFunctionExpression';

/**
 * Reports a function that works asynchronously and whose name does not start with an imperative verb of `verbs.cjs`.
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      verb: '`{{name}}` does something: start its name with an imperative verb ("{{first}}" is not in scripts/eslint/verbs.cjs).',
    },
  },
  create(context) {
    const check = (name) => {
      const [first = ''] = names.wordsOf(name.name);
      if (!VERBS.has(first)) {
        context.report({ node: name, messageId: 'verb', data: { name: name.name, first } });
      }
    };
    return {
      [`:matches(${FUNCTIONS})[async=true]`](node) {
        const name = nameOf(node);
        if (name !== null) check(name);
      },
      'TSMethodSignature[computed=false][returnType.typeAnnotation.typeName.name="Promise"]'({ key }) {
        check(key);
      },
    };
  },
};

/** The identifier that a function is called by, or null if it has none. */
function nameOf({ id = null, parent }) {
  if (id !== null) return id;
  const { type, key, computed } = parent;
  if (type === 'VariableDeclarator') return parent.id.type === 'Identifier' ? parent.id : null;
  const isMember = type === 'MethodDefinition' || type === 'PropertyDefinition' || type === 'Property';
  return isMember && !computed && key.name !== undefined ? key : null;
}

/**
 * Reports members that only the type checker keeps private.
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { hash: 'Use `#{{name}}`, which is private at run time as well, instead of `private`.' },
  },
  create: (context) => ({
    ':matches(PropertyDefinition, MethodDefinition[kind!="constructor"], AccessorProperty)[accessibility="private"]'({
      key,
    }) {
      context.report({ node: key, messageId: 'hash', data: { name: context.sourceCode.getText(key) } });
    },
    'TSParameterProperty[accessibility="private"]'(/** @type {any} */ node) {
      const { parameter } = node;
      const { name } = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
      context.report({ node: parameter, messageId: 'hash', data: { name } });
    },
  }),
};

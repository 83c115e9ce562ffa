const ts = require('typescript');

const PLAIN = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike;

/**
 * Reports `String(n)` in a template where `n` can stand alone. Needs types.
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'suggestion',
    fixable: 'code',
    schema: [],
    messages: { plain: 'Write `{{text}}` alone: a template converts it.' },
  },
  create: (context) => ({
    'TemplateLiteral > CallExpression[callee.name="String"][arguments.length=1]'(node) {
      const [argument] = node.arguments;
      const type = context.sourceCode.parserServices.getTypeAtLocation(argument);
      const parts = type.isUnion() ? type.types : [type];
      if (!parts.every(({ flags }) => flags & PLAIN)) return;
      const text = context.sourceCode.getText(argument);
      const fix = (fixer) => fixer.replaceText(node, text);
      context.report({ node, messageId: 'plain', data: { text }, fix });
    },
  }),
};

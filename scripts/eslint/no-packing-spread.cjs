/**
 * Reports the spread of a literal into a literal or a call: its members can stand there themselves.
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'layout',
    fixable: 'code',
    schema: [],
    messages: { packed: 'Write the members out instead of spreading a literal: it may take more lines.' },
  },
  create(context) {
    const check = (node, members) => {
      context.report({
        node,
        messageId: 'packed',
        fix(fixer) {
          if (members.length === 0 || context.sourceCode.getCommentsInside(node).length > 0) return null;
          const text = context.sourceCode.getText();
          return fixer.replaceText(node, text.slice(members[0].range[0], members.at(-1).range[1]));
        },
      });
    };
    return {
      'ObjectExpression > SpreadElement > ObjectExpression': ({ parent, properties }) =>
        check(parent, properties),
      ':not(ObjectExpression) > SpreadElement > ArrayExpression': ({ parent, elements }) => {
        if (!elements.includes(null)) check(parent, elements);
      },
    };
  },
};

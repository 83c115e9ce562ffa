/**
 * Reports an import or export of values that imports or exports types as well.
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'layout',
    fixable: 'code',
    schema: [],
    messages: { line: 'Give types an `{{kind}} type` of their own.' },
  },
  create(context) {
    const check = (node, isType, kind) => {
      const types = node.specifiers.filter(isType);
      if (types.length === 0) return;
      context.report({
        node,
        messageId: 'line',
        data: { kind },
        fix: (fixer) => fixer.replaceText(node, split(node, types, kind)),
      });
    };
    const text = (node) => context.sourceCode.getText(node);
    const split = (node, types, kind) => {
      const from = node.source ? ` from ${text(node.source)}` : '';
      const values = node.specifiers.filter((one) => !types.includes(one));
      const named = values.filter(({ type }) => type !== 'ImportDefaultSpecifier').map(text);
      const clauses = values.filter(({ type }) => type === 'ImportDefaultSpecifier').map(text);
      if (named.length > 0) clauses.push(`{ ${named.join(', ')} }`);
      const names = types.map((one) => text(one).replace(/^type\s+/, ''));
      const lines = [`${kind} type { ${names.join(', ')} }${from};`];
      if (clauses.length > 0) lines.unshift(`${kind} ${clauses.join(', ')}${from};`);
      return lines.join('\n');
    };
    return {
      ImportDeclaration: (node) => check(node, ({ importKind }) => importKind === 'type', 'import'),
      ExportNamedDeclaration: (node) => check(node, ({ exportKind }) => exportKind === 'type', 'export'),
    };
  },
};

const comments = require('./comment-text.cjs');
const names = require('./name-words.cjs');
const style = require('./words.cjs');

const LONGEST = Math.max(...[...style.NAMES.keys()].map((name) => name.split(' ').length));

/**
 * Reports words that `words.cjs` lists: in comments, in texts and in the names that the code declares.
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      prose: '"{{found}}": write {{instead}} (docs/style.md).',
      name: '`{{name}}` contains "{{found}}": name it with {{instead}}.',
    },
  },
  create(context) {
    const checkText = (text, loc) => {
      for (const [pattern, instead] of style.PROSE) {
        const found = pattern.exec(text)?.[0].trim();
        if (found !== undefined) context.report({ loc, messageId: 'prose', data: { found, instead } });
      }
    };
    const checkName = (name, loc) => {
      const words = names.wordsOf(name);
      for (let length = 1; length <= LONGEST; length += 1) {
        for (let at = 0; at + length <= words.length; at += 1) {
          const found = words.slice(at, at + length).join(' ');
          const instead = style.NAMES.get(found);
          if (instead !== undefined)
            context.report({ loc, messageId: 'name', data: { name, found, instead } });
        }
      }
    };
    return {
      Program() {
        for (const { text, loc } of comments.paragraphsOf(context.sourceCode.getAllComments()))
          checkText(text, loc);
        const { scopes } = context.sourceCode.scopeManager;
        const variables = new Set(scopes.flatMap((scope) => scope.variables));
        for (const { name, defs } of variables) {
          const here = defs.find((def) => def.type !== 'ImportBinding');
          if (here !== undefined) checkName(name, here.name.loc);
        }
      },
      Literal({ value, loc }) {
        if (typeof value === 'string') checkText(value, loc);
      },
      TemplateElement({ value, loc }) {
        checkText(value.cooked ?? '', loc);
      },
      ':matches(MethodDefinition, PropertyDefinition, TSMethodSignature, TSPropertySignature, Property:not([shorthand=true]))'({
        key,
        computed,
        parent,
      }) {
        const isPattern = parent.type === 'ObjectPattern';
        if (!computed && !isPattern && key.name !== undefined) checkName(key.name, key.loc);
      },
    };
  },
};

const comments = require('./comment-text.cjs');

const CLAUSE = /^(What|Whatever|Who|Whoever|Whom|Whose|Where|Wherever|Of)\b/;

/**
 * Reports a sentence of a comment that begins with a clause where its subject or verb should stand.
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      clause:
        'Begin with a noun phrase ("A region of ...", "The resources that ...") or a verb ("Returns ..."), not with "{{word}}".',
    },
  },
  create: (context) => ({
    Program() {
      for (const { text, loc } of comments.paragraphsOf(context.sourceCode.getAllComments())) {
        for (const sentence of comments.sentencesOf(text)) {
          const word = CLAUSE.exec(sentence)?.[1];
          const isQuestion = sentence.endsWith('?');
          if (word !== undefined && !isQuestion) {
            context.report({ loc, messageId: 'clause', data: { word } });
          }
        }
      }
    },
  }),
};

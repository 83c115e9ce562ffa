/**
 * Words of prose that have a plainer or a more usual one: in comments, texts and messages.
 * @type {readonly (readonly [RegExp, string])[]}
 */
const PROSE = [
  [/\bcomplain(s|ed|ing)?\b/i, 'report'],
  [/\bcomplaints?\b/i, 'problem'],
  [/\b(go|goes|going|gone|went) on\b(?! (strike|sale))/i, 'continue, resume, be based on'],
  [/\bso (many|much) (?!(more|less|fewer|better|so|that|as)\b)/i, 'N, at least N, a number'],
  [/(?<!\bthere )\b(is|are|was|were) none\b/i, 'is not a ..., is invalid'],
  [
    /(?<!\bthere )\b(is|are|was|were) no (?!(longer|more|less|fewer|other|different|later|older|newer|larger|smaller|way)\b)/i,
    'is not a ..., is invalid',
  ],
  [/\bany longer\b/i, 'no longer'],
  [/\bfor ever\b/i, 'permanently'],
  [/\bcarr(y|ies|ied|ying)( (it|them|this|that|one))? out\b/i, 'execute, apply'],
  [/\b(look|looks|looked|looking)( \w+)? into\b/i, 'inspect, observe, refresh'],
  [/\bpatien(ce|t|tly)\b/i, 'timeout, retry'],
  [/\b(let|lets|letting)( (it|them))? go\b/i, 'release, start'],
  [/\bgiven up name|\bnames? given up\b/i, 'released name'],
];

/** Words that no name declared in the code has, each with the one to use. */
const NAMES = new Map([
  ['complain', 'report'],
  ['complaint', 'problem'],
  ['complaints', 'problems'],
  ['patience', 'timeout'],
  ['patient', 'timeout'],
  ['patiently', 'retry'],
  ['habits', 'rules'],
  ['carry out', 'execute'],
  ['carried out', 'execute'],
  ['carrying out', 'execute'],
  ['carries out', 'execute'],
  ['looked into', 'inspect'],
  ['look into', 'inspect'],
  ['given up', 'released'],
  ['mistake', 'problem'],
]);

module.exports = { PROSE, NAMES };

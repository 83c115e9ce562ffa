import { maskedDocument } from '../masked-document';

const masked = (document: object) => JSON.parse(maskedDocument(JSON.stringify(document))) as unknown;

test('each value with a mark beside it is masked, on both sides, in lists and as a whole', () => {
  const values = { name: 'db', password: 'hunter22', list: [{ key: 'secret-key', port: 1 }], pin: 42 };
  const marks = { password: true, list: [{ key: true }], pin: true };
  const shown = { name: 'db', password: MASK, list: [{ key: MASK, port: 1 }], pin: MASK };
  expect(
    masked({
      planned_values: { root_module: { resources: [{ values, sensitive_values: marks }] } },
      resource_changes: [
        { change: { before: values, before_sensitive: marks, after: values, after_sensitive: true } },
      ],
    }),
  ).toEqual({
    planned_values: { root_module: { resources: [{ values: shown, sensitive_values: marks }] } },
    resource_changes: [
      { change: { before: shown, before_sensitive: marks, after: MASK, after_sensitive: true } },
    ],
  });
});

test('sensitive outputs and variables are masked, and others are not', () => {
  expect(
    masked({
      variables: { token: { value: 'abc' }, size: { value: 'small' } },
      planned_values: {
        outputs: { key: { sensitive: true, value: 'xyz' }, url: { sensitive: false, value: 'u' } },
      },
      configuration: { root_module: { variables: { token: { sensitive: true }, size: {} } } },
    }),
  ).toMatchObject({
    variables: { token: { value: MASK }, size: { value: 'small' } },
    planned_values: { outputs: { key: { value: MASK }, url: { value: 'u' } } },
  });
});

test('a long secret is masked wherever its text stands, and a short one in its own place only', () => {
  const variables = { long: { value: 'hunter22' }, short: { value: 'on' } };
  const declared = { long: { sensitive: true }, short: { sensitive: true } };
  const document = {
    variables,
    configuration: { root_module: { variables: declared } },
    note: 'based on hunter22.',
  };
  expect(masked(document)).toMatchObject({ note: `based on ${MASK}.` });
});

test('the document is one line, and without secrets it is the same document', () => {
  const document = { a: [1, null, true, { b: 'x\ny' }] };
  const text = maskedDocument(JSON.stringify(document, null, 2));
  expect([text.indexOf('\n'), JSON.parse(text)]).toEqual([text.length - 1, document]);
});

const MASK = '(sensitive value)';

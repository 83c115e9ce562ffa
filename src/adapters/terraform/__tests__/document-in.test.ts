import { documentIn } from '../program/document-in';

const PLAN = '{"format_version":"1.2"}';

test('lines that a shim prints around the document are skipped, also those in braces', () => {
  const text = `\u001b[0;32m[INFO] Getting version\u001b[0;39m\n{ not JSON }\n${PLAN}\nbye\n`;
  expect(documentIn(text, '/opt/bin/terraform')).toBe(PLAN);
});

test('without a document the error names the program and its first line, made printable', () => {
  expect(() => documentIn('\n\u001b[31mno version is set\n', '/opt/bin/terraform')).toThrow(
    '/opt/bin/terraform does not print the plan as JSON, but: \\x1b[31mno version is set',
  );
  expect(() => documentIn('', '/opt/bin/terraform')).toThrow('but: nothing');
});

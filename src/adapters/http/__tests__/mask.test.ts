import { masked, maskedJson, maskStream } from '../mask';

const KEY = 'hx_"a/b<c';

test('a secret is masked as it is, escaped for JSON and escaped for a URL', () => {
  expect(masked(`key ${KEY}.`, [KEY])).toBe('key ***.');
  expect(masked(JSON.stringify({ key: KEY }), [KEY])).toBe('{"key":"***"}');
  expect(masked(`?key=${encodeURIComponent(KEY)}&x=1`, [KEY])).toBe('?key=***&x=1');
  expect(masked('nothing', [])).toBe('nothing');
  expect(masked('nothing', [''])).toBe('nothing');
});

test('a secret is masked however JSON escapes it', () => {
  expect(maskedJson('{"error":"hx_\\u0022a\\/b\\u003cc is wrong"}', [KEY])).toBe('{"error":"*** is wrong"}');
  expect(maskedJson('{"broken \\u', [KEY])).toBe('{"broken \\u');
});

test.each([1, 2, 3, 7, 100])('a secret is masked in a stream of pieces of %i bytes', async (size) => {
  const text = 'data: hx_key and hx_kez\n\ndata: é hx_key';
  const bytes = new TextEncoder().encode(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.slice(at * size, (at + 1) * size),
  );
  const stream = ReadableStream.from(pieces).pipeThrough(maskStream(['hx_key']));
  expect(await new Response(stream).text()).toBe('data: *** and hx_kez\n\ndata: é ***');
});

test('a stream holds nothing back that cannot be the beginning of a secret', async () => {
  const { readable, writable } = maskStream(['hx_key']);
  const writer = writable.getWriter();
  const reader = readable.getReader();
  void writer.write(new TextEncoder().encode('data: {}\n\n'));
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: {}\n\n');
});

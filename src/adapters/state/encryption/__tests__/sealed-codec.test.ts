import { randomBytes } from 'node:crypto';
import { HelixError } from '../../../../errors';
import { isSealed, plainCodec } from '../../../../state/stored/codec';
import { keyIn } from '../key';
import { sealedCodec } from '../sealed-codec';

const aKey = () => keyIn('KEY', randomBytes(32).toString('base64'));
const OLD = aKey();
const NEW = aKey();
const TEXT = '{"name":"Größe"}\n';

function errorOf(action: () => unknown): HelixError {
  try {
    action();
  } catch (error) {
    if (error instanceof HelixError) return error;
  }
  throw new Error('it did not throw a HelixError');
}

describe('a sealed codec', () => {
  it.each([
    ['short', TEXT],
    ['empty', ''],
    ['long', JSON.stringify({ cluster: 'x'.repeat(100_000), ü: '\u{1f600}' })],
  ])('decrypts what it encrypted: a %s text', (_, text) => {
    const codec = sealedCodec(NEW, []);
    const bytes = codec.encode(text);
    expect(isSealed(bytes)).toBe(true);
    expect(codec.decode(bytes, 'here')).toBe(text);
  });

  it('hides the text, names its key, and never encrypts a text to the same bytes twice', () => {
    const codec = sealedCodec(NEW, []);
    const [one, two] = [codec.encode('{"secret":"falcon"}'), codec.encode('{"secret":"falcon"}')].map(
      (bytes) => Buffer.from(bytes).toString(),
    );
    expect(one).toMatch(new RegExp(`^helix-sealed/1 ${NEW.id} none [A-Za-z0-9+/=]+$`));
    expect(Buffer.from(one!.split(' ')[3]!, 'base64').toString('latin1')).not.toContain('falcon');
    expect(one).not.toBe(two);
  });

  it('makes a large text smaller', () => {
    const text = JSON.stringify(Array.from({ length: 5000 }, (_, n) => ({ address: `cluster.c${n}` })));
    expect(sealedCodec(NEW, []).encode(text).length).toBeLessThan(text.length / 2);
  });

  it('reads texts of the previous key and plain texts, and writes with the first key alone', () => {
    const codec = sealedCodec(NEW, [OLD]);
    expect(codec.decode(sealedCodec(OLD, []).encode(TEXT), 'here')).toBe(TEXT);
    expect(codec.decode(plainCodec.encode(TEXT), 'here')).toBe(TEXT);
    expect(sealedCodec(NEW, []).decode(codec.encode(TEXT), 'here')).toBe(TEXT);
  });

  it('with a previous key alone reads its texts, and writes plain ones', () => {
    const codec = sealedCodec(null, [OLD]);
    expect(codec.decode(sealedCodec(OLD, []).encode(TEXT), 'here')).toBe(TEXT);
    expect(Buffer.from(codec.encode(TEXT)).toString()).toBe(TEXT);
  });

  it('refuses a text of another key, with the object and the id of the key', () => {
    const error = errorOf(() =>
      sealedCodec(NEW, []).decode(sealedCodec(OLD, []).encode(TEXT), 'state.7.json'),
    );
    expect(error).toMatchObject({ kind: 'auth', message: expect.stringContaining('state.7.json') as string });
    expect(error.message).toContain(OLD.id);
  });

  it('refuses a text that was changed, even by one bit or in its header', () => {
    const codec = sealedCodec(NEW, []);
    const line = Buffer.from(codec.encode(TEXT)).toString();
    const [, , , base64] = line.split(' ');
    const body = Buffer.from(base64!, 'base64');
    for (let at = 0; at < body.length; at += 1) {
      const changed = Buffer.from(body);
      changed[at]! ^= 1;
      const bytes = Buffer.from(line.replace(base64!, changed.toString('base64')));
      expect(errorOf(() => codec.decode(bytes, 'here')).kind).toBe('config');
    }
    for (const bad of [
      line.replace(' none ', ' deflate '),
      line.slice(0, 60),
      `${line}!`,
      line.slice(0, 15),
    ]) {
      expect(errorOf(() => codec.decode(Buffer.from(bad), 'here')).kind).toBe('config');
    }
  });
});

test('without a key, an encrypted text is refused as not allowed, not as damaged', () => {
  const error = errorOf(() => plainCodec.decode(sealedCodec(OLD, []).encode(TEXT), 'state.7.json'));
  expect(error).toMatchObject({ kind: 'auth', message: expect.stringContaining('state.7.json') as string });
});

describe('a key', () => {
  it('is the same in base64, base64url and hexadecimal', () => {
    const bytes = Buffer.alloc(32, 0xfb);
    const ids = (['base64', 'base64url', 'hex'] as const).map(
      (form) => keyIn('KEY', bytes.toString(form)).id,
    );
    expect(new Set(ids).size).toBe(1);
    expect(keyIn('KEY', ` ${bytes.toString('base64')}\n`).id).toBe(ids[0]);
  });

  it.each([
    ['missing', undefined],
    ['empty', ' '],
    ['a word', 'correct horse battery staple'],
    ['too short', Buffer.alloc(16).toString('base64')],
    ['too long', Buffer.alloc(33).toString('hex')],
  ])('that is %s is refused with the name of the variable and without its value', (_, value) => {
    const error = errorOf(() => keyIn('STATE_KEY', value));
    expect(error).toMatchObject({ kind: 'auth', message: expect.stringContaining('STATE_KEY') as string });
    if (value?.trim()) expect(`${error.message}${error.hint ?? ''}`).not.toContain(value);
  });
});

import type { Dice } from './seeded-random';

const ESC = '\u001b';
const MILLION = 1_000_000;
/** One in this many long documents has a million characters. */
const LARGE_EVERY = 250;

/** Texts that draw on a terminal, turn the writing direction, or end a text early. */
const DRAWING = [
  `${ESC}[2J${ESC}[H`,
  `${ESC}]0;owned\u0007`,
  `${ESC}]8;;http://evil.invalid${ESC}\\click${ESC}]8;;${ESC}\\`,
  '\u009b31m',
  '\u009d0;owned\u009c',
  '\r\u001b[K',
  '\u0000',
  '\u202e\u2066dcba\u2069',
  '\u2028\u2029\u0085',
  '\ufeff\u200b',
  '\ud800',
  '\b\b\b\u007f',
];

/** Names that mean something to JavaScript. */
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'length', '0'];

const NUMBERS = [
  '9223372036854775808',
  '-9223372036854775809',
  '1e999',
  '0x7fffffffffffffff',
  '9007199254740993',
];

/** A text that was made to do harm. */
export function hostileText(dice: Dice): string {
  const kind = dice.below(6);
  if (kind === 0) return dice.one(NAMES);
  if (kind === 1) return dice.one(['', ' ', '../../etc/passwd', '/', '%00', '%s%n', 'a\nb', '${x}', '-']);
  if (kind === 2) return dice.one(NUMBERS);
  if (kind === 3) return randomText(dice, dice.below(40));
  return `${dice.one(['', 'x', 'name '])}${dice.one(DRAWING)}${dice.one(['', 'y'])}`;
}

function randomText(dice: Dice, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(dice.below(dice.chance(0.8) ? 128 : 65536))).join(
    '',
  );
}

function large(dice: Dice): number {
  return dice.below(LARGE_EVERY) === 0 ? MILLION : 2000;
}

function randomBytes(dice: Dice): Buffer {
  return Buffer.from(Array.from({ length: dice.below(400) }, () => dice.below(256)));
}

/** A TOML document that is broken, absurd, or valid and malicious. */
export function hostileToml(dice: Dice, valid: readonly string[]): Buffer {
  const kind = dice.below(12);
  if (kind === 0) return randomBytes(dice);
  if (kind === 1) return Buffer.from(nestedToml(dice));
  if (kind === 2) return Buffer.from(longToml(dice));
  if (kind <= 4) return mutatedBytes(dice, Buffer.from(dice.one(valid)));
  return Buffer.from(mutatedLines(dice, dice.one(valid)));
}

function nestedToml(dice: Dice): string {
  const deep = dice.one([50, 500, large(dice) * 5]);
  const key = dice.one(['a', '"\\u001b"', '__proto__']);
  return dice.one([
    () => `[project]\nname = ${'['.repeat(deep)}${dice.chance(0.5) ? ']'.repeat(deep) : ''}\n`,
    () => `[project]\nname = ${`{${key}=`.repeat(deep)}1${'}'.repeat(deep)}\n`,
    () => `[cloud.${Array<string>(Math.min(deep, 20_000)).fill(key).join('.')}]\nx = 1\n`,
    () => `cloud.${Array<string>(Math.min(deep, 20_000)).fill(key).join('.')} = 1\n`,
    () => '[[cloud]]\n'.repeat(Math.min(deep, 5000)),
  ])();
}

function longToml(dice: Dice): string {
  const long = dice.one(['k', ESC, '"', '=', '[', 'é']).repeat(large(dice));
  return dice.one([
    () => `[project]\nname = "p"\n${long} = 1\n`,
    () => `[project]\nname = "${long}"\n[cloud.a.helix]\ncluster_id = "a"\n`,
    () => `[project]\nname = "p"\n[cloud."${long}".helix]\ncluster_id = "a"\n`,
    () => `[project]\nname = "p"\n[cloud.a.helix]\ncluster_id = '${long}'\nregion = "${long}"\n`,
    () => `[project]\nname = "p"\n# ${long}\n[cloud.a.helix]\ncluster_id = "a"\n${long}`,
    () => `[project]\nname = "p"\nx = ${'9'.repeat(Math.min(long.length, 100_000))}\n`,
  ])();
}

/** Each mutation keeps most of a document as it was, so that it gets far. */
function mutatedLines(dice: Dice, valid: string): string {
  const lines = valid.split('\n');
  for (let left = 1 + dice.below(3); left > 0; left -= 1) {
    const at = dice.below(lines.length);
    const line = lines[at]!;
    const [key = ''] = line.split('=');
    const text = hostileText(dice);
    lines[at] = dice.one([
      () => `${key}= ${tomlText(text)}`,
      () => `${tomlText(text)} = ${tomlText(hostileText(dice))}`,
      () => `${line}\n${line}`,
      () => line.replace(/\[(\w+)\.[^.\]]+/, (_, table: string) => `[${table}.${tomlText(text)}`),
      () =>
        `${key}= ${dice.one([...NUMBERS, 'nan', '-inf', '1979-05-27', 'true', '[]', '{}', '[{}]', '""'])}`,
      () => `${key}= { ${dice.one(NAMES)} = { ${dice.one(NAMES)} = ${tomlText(text)} } }`,
      () => `[${dice.one(NAMES)}]\n${dice.one(NAMES)} = 1\n${line}`,
      () =>
        `[cloud.${dice.one(NAMES)}.${dice.one([...NAMES, 'helix', 'ecr'])}]\ncluster_id = ${tomlText(text)}`,
      () => `${line}${dice.one(DRAWING)}`,
      () => `${key}= "env:${text}"`,
      () => '',
    ])();
  }
  return lines.join('\n');
}

/** As a basic string with everything escaped that must be, so that it gets past the parser. */
function tomlText(text: string): string {
  const escaped = Array.from(text).map((character) => {
    const code = character.codePointAt(0)!;
    if (code >= 0xd800 && code <= 0xdfff) return '\\ufffd';
    return code < 32 || code === 127 || '"\\'.includes(character)
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : character;
  });
  return `"${escaped.join('')}"`;
}

/** Cuts, doubles, swaps and flips bytes. */
export function mutatedBytes(dice: Dice, valid: Buffer): Buffer {
  let bytes = Buffer.from(valid);
  for (let left = 1 + dice.below(4); left > 0; left -= 1) {
    const from = dice.below(bytes.length + 1);
    const to = Math.min(bytes.length, from + dice.below(40));
    const [before, middle, after] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)];
    bytes = dice.one([
      () => Buffer.concat([before, after]),
      () => Buffer.concat([before, middle, middle, after]),
      () => Buffer.concat([before, Buffer.from(hostileText(dice)), after]),
      () => Buffer.concat([before, randomBytes(dice), after]),
      () => before,
      () => Buffer.concat([before, Buffer.from(middle).reverse(), after]),
    ])();
  }
  return bytes;
}

/** A JSON document that is broken, absurd, or valid and malicious. `resealed` may make a changed value genuine again. */
export function hostileJson(
  dice: Dice,
  valid: readonly string[],
  resealed: (text: string) => string = (text) => text,
): Buffer {
  const kind = dice.below(12);
  if (kind === 0) return randomBytes(dice);
  if (kind === 1) {
    const deep = dice.one([50, 5000, large(dice) * 5]);
    const open = dice.one(['[', '{"a":', '{"__proto__":']);
    return Buffer.from(`${open.repeat(deep)}1${(open === '[' ? ']' : '}').repeat(deep)}`);
  }
  if (kind === 2) return mutatedBytes(dice, Buffer.from(dice.one(valid)));
  return Buffer.from(resealed(mutatedJson(dice, dice.one(valid))));
}

/** The document with some of its values replaced, removed or added. */
export function mutatedJson(dice: Dice, valid: string): string {
  const holder = { value: JSON.parse(valid) as unknown };
  for (let left = 1 + dice.below(3); left > 0; left -= 1) mutate(dice, holder);
  return JSON.stringify(holder.value);
}

function mutate(dice: Dice, root: { value: unknown }): void {
  let [at, key]: [Record<string, unknown>, string] = [root, 'value'];
  for (;;) {
    const inner = at[key];
    if (typeof inner !== 'object' || inner === null) break;
    const keys = Object.keys(inner);
    if (keys.length === 0 || dice.chance(0.15)) break;
    [at, key] = [inner as Record<string, unknown>, dice.one(keys)];
  }
  if (at !== root && !Array.isArray(at) && dice.chance(0.2)) {
    // As JSON.parse does it: an own property, whatever its name.
    const value = hostileValue(dice, at[key]);
    Object.defineProperty(at, hostileText(dice), {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else if (at !== root && dice.chance(0.15)) Reflect.deleteProperty(at, key);
  else at[key] = hostileValue(dice, at[key]);
}

function hostileValue(dice: Dice, before: unknown): unknown {
  return dice.one<() => unknown>([
    () => null,
    () => hostileText(dice),
    () => (typeof before === 'string' ? `${before}${hostileText(dice)}` : -1),
    () => (typeof before === 'string' ? likeBut(dice, before) : 0.5),
    () => dice.one([0, -1, 1e308, 2 ** 53, -0.1, 2 ** 31]),
    () => dice.one([true, false]),
    () => [],
    () => ({}),
    () => [before, before],
    () => JSON.parse(`{"${dice.one(NAMES)}": {"${dice.one(NAMES)}": 1}}`) as unknown,
    () => 'x'.repeat(large(dice)),
  ])();
}

/** Something of the same form that cannot be. */
function likeBut(dice: Dice, before: string): string {
  if (/^\d{4}-\d\d-\d\dT/.test(before)) {
    return dice.one([
      '9999-99-99T99:99:99Z',
      '0000-00-00T00:00:00Z',
      '2026-02-30T00:00:00.000Z',
      '9999-12-31T23:59:59Z',
    ]);
  }
  if (/^[\d.]+$/.test(before)) return dice.one(['NaN', '1e400', '-0', '', '0x10', 'Infinity', '1,000']);
  const [kind = ''] = before.split('.');
  return dice.one([
    `${kind}.${hostileText(dice)}`,
    before.toUpperCase(),
    before.slice(1),
    `${before}${before}`,
  ]);
}

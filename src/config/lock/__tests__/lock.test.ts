import fc from 'fast-check';
import type { Lock } from '../lock-file';
import { readLock, writeLock } from '../lock';

const read = (text: string) => readLock({ file: 'helix.lock.json', text });

const LOCK: Lock = {
  format: 1,
  helixCloud: {
    endpoint: 'embedded',
    fetchedAt: '2026-11-18T09:12:00Z',
    regions: [
      {
        id: 'us-east-1',
        default: true,
        sizes: [
          { id: 'medium', vcpu: 2, memoryGb: 4, usdPerHour: '0.185', default: true },
          { id: 'small', vcpu: 1, memoryGb: 2, usdPerHour: '0.0925', default: false },
        ],
      },
      { id: 'eu-west-1', default: false, sizes: [] },
    ],
  },
  choices: {
    web: { provider: 'aws', region: 'us-east-1' },
    api: { provider: 'google', region: 'us-central1' },
  },
};

const TEXT = `{
  "format": 1,
  "helixCloud": {
    "endpoint": "embedded",
    "fetchedAt": "2026-11-18T09:12:00Z",
    "regions": [
      {
        "id": "eu-west-1",
        "default": false,
        "sizes": []
      },
      {
        "id": "us-east-1",
        "default": true,
        "sizes": [
          {
            "id": "small",
            "vcpu": 1,
            "memoryGb": 2,
            "usdPerHour": "0.0925",
            "default": false
          },
          {
            "id": "medium",
            "vcpu": 2,
            "memoryGb": 4,
            "usdPerHour": "0.185",
            "default": true
          }
        ]
      }
    ]
  },
  "choices": {
    "api": {
      "provider": "google",
      "region": "us-central1"
    },
    "web": {
      "provider": "aws",
      "region": "us-east-1"
    }
  }
}
`;

describe('writeLock', () => {
  it('writes regions and choices by name, sizes from small to large, and a last line end', () => {
    expect(writeLock(LOCK)).toBe(TEXT);
  });

  it('writes what readLock reads back to the same text', () => {
    const { lock, problems } = read(TEXT);
    expect(problems).toEqual([]);
    expect(writeLock(lock!)).toBe(TEXT);
  });
});

describe('readLock', () => {
  it('reads a lock without regions of Helix Cloud', () => {
    expect(read('{"format":1,"helixCloud":null,"choices":{}}').lock).toEqual({
      format: 1,
      helixCloud: null,
      choices: {},
    });
  });

  it('refuses a newer format, whatever else the file contains', () => {
    expect(read('{ "format": 2, "regions": 7 }')).toEqual({
      lock: null,
      problems: [
        expect.objectContaining({
          code: 'newer-format',
          place: expect.objectContaining({ line: 1, column: 13 }) as unknown,
        }),
      ],
    });
  });

  it.each([
    ['{\n  "format": 1,\n}', 3, 1, 'a string in double quotes is missing'],
    ['{\n  "format": 01\n}', 2, 13, 'a value is missing'],
    ['{\n  "format" 1\n}', 2, 12, '`:` is missing'],
    ['{ "choices": [1 2] }', 1, 17, '`,` or `]` is missing'],
    ['{ "format": 1', 1, 14, 'it ends too early'],
    ['', 1, 1, 'it ends too early'],
    ['[]', 1, 1, 'it must begin with `{`'],
    ['{} {}', 1, 4, 'text follows its end'],
    ['{ "a": 1,\n "a": 2 }', 2, 2, 'the key "a" is written twice'],
    [`{ "a": ${'['.repeat(200)}`, 1, 108, 'it is nested too deeply'],
  ])('reports where %j is not valid JSON', (text, line, column, reason) => {
    const { lock, problems } = read(text);
    expect(lock).toBeNull();
    expect(problems).toMatchObject([
      { code: 'json-syntax', message: `This is not valid JSON: ${reason}.`, place: { line, column } },
    ]);
  });

  it('accepts prices only as decimal text', () => {
    expect(read(TEXT.replace('"0.185"', '0.185')).problems).toMatchObject([
      {
        code: 'wrong-type',
        hint: 'Write it in quotes: "0.185".',
        place: { line: 27, column: 27, length: 5 },
      },
    ]);
    expect(read(TEXT.replace('0.185', '1e3')).problems).toMatchObject([
      { code: 'bad-value', place: { line: 27 } },
    ]);
  });

  // Every line with a value, which is replaced by one of a wrong type.
  const lines = TEXT.split('\n').flatMap((line, index) => (/^\s*"\w+": \S/.test(line) ? [index + 1] : []));
  it.each(lines)('reports one problem, on its line, for a wrong type on line %i', (number) => {
    const rows = TEXT.split('\n');
    const open = /: [[{]$/.test(rows[number - 1]!);
    // `[{...}]` and `{...}` cannot change on one line: a string is inserted before them, under another name.
    const text = rows
      .map((row, index) => {
        if (index + 1 !== number) return row;
        return open ? row.replace(/"(\w+)": /, '"$1": 7, "x-$1": ') : row.replace(/: [^,]+/, ': [[]]');
      })
      .join('\n');
    const mistakes = read(text).problems.filter(
      ({ code }) => code !== 'unknown-key' && code !== 'unknown-table',
    );
    expect(mistakes).toMatchObject([{ severity: 'error', place: { line: number } }]);
  });

  it('shows no line of a document on a single line, however deep: it reports where it stopped', () => {
    const { problems } = read('{"a":'.repeat(50_000));
    expect(problems).toMatchObject([{ code: 'json-syntax', place: { line: 1, column: 506, length: 1 } }]);
    expect(problems[0]?.place).not.toHaveProperty('text');
  });

  it('names missing and unknown keys', () => {
    expect(read('{\n"format": 1,\n"choices": {},\n"clouds": {} }').problems.map(({ code }) => code)).toEqual([
      'missing-key',
      'unknown-table',
    ]);
  });

  it('reads the JSON that JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.boolean(), (value, pretty) => {
        const choices = JSON.stringify({
          format: 1,
          helixCloud: null,
          choices: JSON.parse(value) as unknown,
        });
        const text = pretty ? JSON.stringify(JSON.parse(choices), null, '\t') : choices;
        expect(read(text).problems.filter(({ code }) => code === 'json-syntax')).toEqual([]);
      }),
    );
  });
});

import fc from 'fast-check';
import { decoded, encoded, tagsOf } from '../tags';

const OWNER = { project: 'p', workspace: 'default', address: 'instance.web' } as const;

describe('a tag', () => {
  it('names the owner in the characters that tags have', () => {
    expect(tagsOf(OWNER, {})).toEqual([
      'helix-project:p',
      'helix-workspace:default',
      'helix-address:instance:web',
      'helix-lineage:${var.helix_lineage}',
    ]);
  });

  it('is decoded to what was encoded, and different texts stay different whatever their case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(encoded(text)).toMatch(/^[a-z0-9:_-]*$/);
        expect(decoded(encoded(text))).toBe(text);
      }),
    );
    expect(encoded('Web')).not.toBe(encoded('web'));
  });

  it('of the user is key and value, in the characters that tags have', () => {
    expect(tagsOf(OWNER, { team: 'R&D', lone: '', 'a.b': 'é' }).slice(4)).toEqual([
      'team:R-D',
      'lone',
      'a-b:-',
    ]);
  });

  it('is never longer than DigitalOcean allows', () => {
    const long = tagsOf({ ...OWNER, project: 'Ä'.repeat(300) }, { a: 'x'.repeat(300) });
    for (const tag of long.filter((one) => !one.includes('$'))) expect(tag.length).toBeLessThanOrEqual(255);
  });
});

import { CLOUD_NAMES } from '../../../clouds';
import type { CloudName } from '../../../clouds';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED, bundled } from '../../__tests__/bundled';
import { book, contents, offer, type } from '../../__tests__/books';
import { digestOfText } from '../../../values/digest';
import { nanos } from '../../nanos';
import { decodeBook } from '../decode-book';
import { encodeBook } from '../encode-book';
import type { Offer } from '../price-book';

const T4 = { count: 1, model: 'T4', memoryGib: 16 };
const OFFERS: Offer[] = [
  offer(type('g4dn.xlarge', 4, 16, { gpu: T4 }), '0.526', '0.2104'),
  { ...offer(type('c5.large', 2, 4), '0.085'), asOf: '2025-04-04' },
  offer(type('t3.small', 2, 2, { burstable: true, diskGb: 10, arch: 'arm64' }), '0.0208'),
];

function decoded(text: string, provider: CloudName = 'aws') {
  return decodeBook(text, { provider, origin: 'project', file: 'helix.prices/aws.prices' });
}

/** The text with an edit, under a digest that fits it: what a faulty writer would make. */
function resealed(edit: (body: string) => string): string {
  const [magic = '', , ...lines] = encodeBook(contents(OFFERS)).split('\n');
  const body = edit(lines.join('\n'));
  return `${magic}\nsha256 ${digestOfText(body)}\n${body}`;
}

describe('the text of a price book', () => {
  it('gives back what was put in', () => {
    const prices = book(OFFERS);
    expect(prices.offers('us-east-1')).toEqual([OFFERS[1], OFFERS[0], OFFERS[2]]);
    expect(prices.productPrice('us-east-1', 'ebs-gp3')?.price).toBe('0.08');
    expect(prices.productPrice('eu-west-1', 'public-ipv4-address')?.price).toBe('3.65');
    expect(prices.productPrice('eu-west-1', 'ebs-gp3')).toBeUndefined();
    expect(prices.offers('mars-1')).toBeUndefined();
    expect(prices).toMatchObject({ asOf: '2026-07-20', monthHours: 730, sources: ['made up'] });
  });

  it('is the same for equal contents in another order', () => {
    const { productPrices } = contents([]);
    const turned = contents([...OFFERS].reverse(), { productPrices: [...productPrices].reverse() });
    expect(encodeBook(turned)).toBe(encodeBook(contents(OFFERS)));
  });

  it('has another digest for another price', () => {
    const dearer = [offer(type('c5.large', 2, 4), '0.086')];
    expect(book(dearer).digest).not.toBe(book([offer(type('c5.large', 2, 4), '0.085')]).digest);
  });

  it('is refused when one byte was edited', () => {
    const edited = encodeBook(contents(OFFERS)).replace('0.085', '0.005');
    expect(() => decoded(edited)).toThrow(
      'helix.prices/aws.prices is broken: it does not match its own digest',
    );
  });

  it.each([
    ['cut short', (text: string) => text.slice(0, text.length / 2), 'it does not match its own digest'],
    ['empty', () => '', 'it ends in the middle of a line'],
    ['something else', () => 'region,instance_type\n', 'it is not a price book'],
    ['of another cloud', (text: string) => text.replace(' aws', ' azure'), 'it is the book of azure'],
    ['of a newer format', (text: string) => text.replace(' 1 aws', ' 2 aws'), 'format 2'],
  ])('is refused when it is %s', (_, edit, why) => {
    expect(() => decoded(edit(encodeBook(contents(OFFERS))))).toThrow(why);
  });

  it.each([
    ['a negative price', (body: string) => body.replace('0.526', '-1')],
    ['a price with an exponent', (body: string) => body.replace('0.526', '5e-1')],
    ['a price of nothing', (body: string) => body.replace('0.526', '0')],
    ['an offer of no type', (body: string) => body.replace('\n0.0208', '\n+9 0.0208')],
    ['a type without a size', (body: string) => body.replace('c5.large 2 4', 'c5.large 0 4')],
    ['an unknown architecture', (body: string) => body.replace('4 amd64', '4 sparc')],
    ['a malformed GPU', (body: string) => body.replace('gpu=1xT4:16', 'gpu=T4')],
    ['an unknown trait', (body: string) => body.replace('burstable', 'fast')],
    ['an unknown unit', (body: string) => body.replace('GB-month', 'TB-year')],
    ['a count that is too large', (body: string) => body.replace('types 3', 'types 300000')],
    ['an invalid month', (body: string) => body.replace('month 730', 'month 0')],
    ['a region twice', (body: string) => `${body}${body.slice(body.indexOf('region '))}`],
  ])('is refused where a writer put in %s, though its digest fits', (_, edit) => {
    expect(() => decoded(resealed(edit)).offers('us-east-1')).toThrow('is broken');
  });
});

describe('the books that come with Helix', () => {
  it('take less than 1.5 MB together', () => {
    const sizes = readdirSync(BUNDLED).map((file) => readFileSync(join(BUNDLED, file)).length);
    expect(sizes).toHaveLength(CLOUD_NAMES.length);
    expect(sizes.reduce((a, b) => a + b)).toBeLessThan(1_500_000);
  });

  it.each(CLOUD_NAMES)(
    '%s: every region decodes, spot is below on demand, and each figure is dated',
    (name) => {
      const prices = bundled(name);
      for (const region of prices.regions) {
        for (const { onDemand, spot, asOf } of prices.offers(region) ?? []) {
          expect(spot === null || nanos(spot) < nanos(onDemand)).toBe(true);
          expect(asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
        }
      }
      expect(prices.regions.length).toBeGreaterThan(10);
      expect(prices.sources.length).toBeGreaterThan(0);
    },
  );

  it.each([
    ['aws', 't3.micro', 'c5.large'],
    ['google', 'e2-small', 'e2-standard-2'],
    ['azure', 'Standard_B2s', 'Standard_D2s_v5'],
    ['digitalocean', 's-2vcpu-4gb', 'c-2'],
    ['vultr', 'vc2-1c-1gb', 'vhf-1c-1gb'],
    ['fly', 'shared-cpu-1x', 'performance-1x'],
  ] as const)('%s: %s is burstable, %s is not', (name, shared, own) => {
    expect(bundled(name).typeNamed(shared)?.burstable).toBe(true);
    expect(bundled(name).typeNamed(own)?.burstable).toBe(false);
  });

  it('charge a month of DigitalOcean as 672 hours', () => {
    expect(bundled('digitalocean').monthHours).toBe(672);
    expect(bundled('aws').monthHours).toBe(730);
  });
});

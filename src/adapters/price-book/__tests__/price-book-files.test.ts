import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLED } from '../../../pricing/__tests__/bundled';
import { contents, offer, type } from '../../../pricing/__tests__/books';
import { encodeBook } from '../../../pricing/book/encode-book';
import { PriceBookFiles } from '../price-book-files';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'helix-book-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function own(text: string): void {
  mkdirSync(join(root, 'helix.prices'));
  writeFileSync(join(root, 'helix.prices', 'aws.prices'), text);
}

describe('the price book of a project', () => {
  it('is the one packed with Helix when the project has none', async () => {
    expect(await new PriceBookFiles(BUNDLED).load(root, 'aws')).toMatchObject({
      provider: 'aws',
      origin: 'bundled',
    });
  });

  it('is its own, even an older one, so that all hosts make the same plan', async () => {
    own(encodeBook(contents([offer(type('c5.large', 2, 4), '0.001')], { asOf: '2020-01-01' })));
    const prices = await new PriceBookFiles(BUNDLED).load(root, 'aws');
    expect(prices).toMatchObject({ origin: 'project', asOf: '2020-01-01' });
    expect(prices.offer('us-east-1', 'c5.large')?.onDemand).toBe('0.001');
  });

  it('is separate for each cloud', async () => {
    own(encodeBook(contents([offer(type('c5.large', 2, 4), '0.001')])));
    expect((await new PriceBookFiles(BUNDLED).load(root, 'vultr')).origin).toBe('bundled');
  });

  it('is read once', async () => {
    const books = new PriceBookFiles(BUNDLED);
    expect(await books.load(root, 'fly')).toBe(await books.load(root, 'fly'));
  });

  it('is refused with its name when it is invalid, and not replaced by the packed one', async () => {
    own(readFileSync(join(BUNDLED, 'aws.prices'), 'utf8').slice(0, 5000));
    await expect(new PriceBookFiles(BUNDLED).load(root, 'aws')).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringContaining('helix.prices/aws.prices is broken') as string,
      hint: expect.stringContaining('helix prices update') as string,
    });
  });

  it('is an error when the packed one is missing', async () => {
    await expect(new PriceBookFiles(join(root, 'nowhere')).load(root, 'aws')).rejects.toMatchObject({
      kind: 'config',
    });
  });
});

import type { CloudName } from '../../clouds';
import { HelixError } from '../../errors';
import { digestOfText } from '../../values/digest';
import { nanos } from '../nanos';
import { BookLines, brokenBook } from './book-lines';
import type { Broken } from './book-lines';
import { BOOK_FORMAT, BOOK_MAGIC } from './book-text';
import { DATE, DecodedPrices } from './decoded-prices';
import type { RegionText } from './decoded-prices';
import { PRODUCT_UNITS } from './price-book';
import type { BookOrigin, Gpu, MachineType, ProductPrice, ProductUnit, ProviderPrices } from './price-book';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.:+-]*$/;

/**
 * Reads the book of one cloud. The whole text is checked against its own digest at once; a region is decoded when it is
 * first asked for, since a plan needs one or two of fifty.
 * @throws HelixError `config` for a book that is broken, newer than this version, or of another cloud
 */
export function decodeBook(
  text: string,
  about: { readonly provider: CloudName; readonly origin: BookOrigin; readonly file: string },
): ProviderPrices {
  const broken = brokenBook(about.file);
  const lines = new BookLines(text, broken);
  checkHead(lines.next().split(' '), about, broken);
  const digest = lines.keyed('sha256');
  if (digestOfText(text.slice(lines.at)) !== digest) throw broken('it does not match its own digest');
  const monthHours = Number(lines.keyed('month'));
  if (!(monthHours > 0 && monthHours <= 744)) throw broken('it has an invalid `month`');
  const asOf = lines.keyed('as-of');
  if (!DATE.test(asOf)) throw broken('it has an invalid `as-of`');
  const sources = lines.whileKeyed('source');
  const types = lines.counted('types').map((line) => typeIn(line, broken));
  const productPrices = lines.counted('figures').map((line) => productPriceIn(line, broken));
  const regions = new Map<string, RegionText>();
  while (!lines.done) {
    const [name = '', count = '', date = ''] = lines.keyed('region').split(' ');
    if (!NAME.test(name) || !DATE.test(date) || regions.has(name)) {
      throw broken(`its region "${name}" is malformed`);
    }
    regions.set(name, { date, lines: lines.take(Number(count)) });
  }
  return new DecodedPrices(
    {
      provider: about.provider,
      origin: about.origin,
      digest: `sha256:${digest}`,
      asOf,
      monthHours,
      sources,
      productPrices,
    },
    types,
    regions,
    broken,
  );
}

function checkHead(
  [magic, format, provider]: readonly string[],
  about: { readonly provider: CloudName; readonly file: string },
  broken: Broken,
): void {
  if (magic !== BOOK_MAGIC) throw broken('it is not a price book');
  if (format !== String(BOOK_FORMAT)) {
    throw new HelixError(
      'config',
      `${about.file} has format ${format ?? ''}, and this version reads ${BOOK_FORMAT}`,
      { hint: 'A newer Helix wrote it: install that version.' },
    );
  }
  if (provider !== about.provider) throw broken(`it is the book of ${provider ?? 'no cloud'}`);
}

function typeIn(line: string, broken: Broken): MachineType {
  const [name = '', vcpu = '', memory = '', arch, ...traits] = line.split(' ');
  let gpu: Gpu | null = null;
  let diskGb: number | null = null;
  let burstable = false;
  for (const trait of traits) {
    const [key, value = ''] = trait.split('=');
    if (trait === 'burstable') burstable = true;
    else if (key === 'gpu') gpu = gpuIn(name, value, broken);
    else if (key === 'disk') diskGb = Number(value);
    else throw broken(`the type ${name} has an unknown trait ${trait}`);
    if (diskGb !== null && !(diskGb > 0)) throw broken(`the type ${name} has an impossible disk`);
  }
  const machine = { name, vcpu: Number(vcpu), memoryGib: Number(memory) };
  const isValid = NAME.test(name) && machine.vcpu > 0 && machine.memoryGib > 0;
  if (!isValid || (arch !== 'amd64' && arch !== 'arm64')) throw broken(`it has a malformed type "${line}"`);
  return { ...machine, arch, burstable, gpu, diskGb };
}

function gpuIn(type: string, value: string, broken: Broken): Gpu {
  const [, count = '', model = '', memoryGib = ''] = /^(\d+)x([\w-]+):(\d+)$/.exec(value) ?? [];
  if (model === '' || Number(count) === 0) throw broken(`the type ${type} has an impossible GPU`);
  return { count: Number(count), model, memoryGib: Number(memoryGib) };
}

function productPriceIn(line: string, broken: Broken): ProductPrice {
  const [region = '', product = '', unit = '', price = '', date = ''] = line.split(' ');
  const isValid =
    (region === '*' || NAME.test(region)) &&
    NAME.test(product) &&
    isUnit(unit) &&
    nanos(price) >= 0 &&
    (date === '-' || DATE.test(date));
  if (!isValid) throw broken(`it has a malformed price "${line}"`);
  return { region, product, unit, price, asOf: date === '-' ? null : date };
}

function isUnit(unit: string): unit is ProductUnit {
  return (PRODUCT_UNITS as readonly string[]).includes(unit);
}

import type { CloudName } from '../../clouds';
import { HelixError } from '../../errors';
import { digestOfText } from '../../values/digest';
import { nanos } from '../nanos';
import { BOOK_FORMAT, BOOK_MAGIC } from './book-text';
import { FIGURE_UNITS } from './price-book';
import type { BookOrigin, Figure, FigureUnit, Gpu, MachineType, Offer, ProviderPrices } from './price-book';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.:+-]*$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/**
 * Reads the book of one cloud. The whole text is checked against its own digest at once; a region is decoded when it is
 * first asked for, since a plan needs one or two of fifty.
 * @throws HelixError `config` for a book that is broken, newer than this version, or of another cloud
 */
export function decodeBook(
  text: string,
  about: { readonly provider: CloudName; readonly origin: BookOrigin; readonly file: string },
): ProviderPrices {
  const broken = brokenIn(about.file);
  const lines = new Lines(text, broken);
  const [magic, format, provider] = lines.next().split(' ');
  if (magic !== BOOK_MAGIC) throw broken('it is no price book');
  if (format !== String(BOOK_FORMAT)) {
    throw new HelixError(
      'config',
      `${about.file} has format ${format ?? ''}, and this version reads ${BOOK_FORMAT}`,
      {
        hint: 'A newer Helix wrote it: install that version.',
      },
    );
  }
  if (provider !== about.provider) throw broken(`it is of ${provider ?? 'no cloud'}`);
  const digest = lines.keyed('sha256');
  if (digestOfText(text.slice(lines.at)) !== digest) throw broken('it does not match its own digest');
  const monthHours = Number(lines.keyed('month'));
  if (!(monthHours > 0 && monthHours <= 744)) throw broken('its month is none');
  const asOf = lines.keyed('as-of');
  if (!DATE.test(asOf)) throw broken('it has no date');
  const sources = lines.whileKeyed('source');
  const types = lines.counted('types').map((line) => typeIn(line, broken));
  const figures = lines.counted('figures').map((line) => figureIn(line, broken));
  const regions = new Map<string, RegionText>();
  while (!lines.done) {
    const [name = '', count = '', date = ''] = lines.keyed('region').split(' ');
    if (!NAME.test(name) || !DATE.test(date) || regions.has(name))
      throw broken(`region ${name} is malformed`);
    regions.set(name, { date, lines: lines.take(Number(count)) });
  }
  return new Prices(
    {
      provider: about.provider,
      origin: about.origin,
      digest: `sha256:${digest}`,
      asOf,
      monthHours,
      sources,
      figures,
    },
    types,
    regions,
    broken,
  );
}

type Broken = (why: string) => HelixError;

function brokenIn(file: string): Broken {
  return (why) =>
    new HelixError('config', `the price book ${file} is broken: ${why}`, {
      hint: '`helix prices update` writes one anew; without a file in helix.prices/ the book that came with Helix is used.',
    });
}

interface RegionText {
  readonly date: string;
  readonly lines: readonly string[];
}

class Prices implements ProviderPrices {
  readonly #types: readonly MachineType[];
  readonly #texts: ReadonlyMap<string, RegionText>;
  readonly #broken: Broken;

  readonly provider: CloudName;
  readonly asOf: string;
  readonly digest: string;
  readonly origin: BookOrigin;
  readonly monthHours: number;
  readonly sources: readonly string[];
  readonly figures: readonly Figure[];
  readonly regions: readonly string[];
  readonly #decoded = new Map<string, ReadonlyMap<string, Offer>>();
  readonly #lists = new Map<string, readonly Offer[]>();
  readonly #byName: ReadonlyMap<string, MachineType>;
  readonly #byProduct: ReadonlyMap<string, Figure>;

  constructor(
    about: Pick<
      ProviderPrices,
      'provider' | 'asOf' | 'digest' | 'origin' | 'monthHours' | 'sources' | 'figures'
    >,
    types: readonly MachineType[],
    texts: ReadonlyMap<string, RegionText>,
    broken: Broken,
  ) {
    this.#types = types;
    this.#texts = texts;
    this.#broken = broken;

    this.provider = about.provider;
    this.asOf = about.asOf;
    this.digest = about.digest;
    this.origin = about.origin;
    this.monthHours = about.monthHours;
    this.sources = about.sources;
    this.figures = about.figures;
    this.regions = [...texts.keys()];
    this.#byName = new Map(types.map((type) => [type.name, type]));
    this.#byProduct = new Map(about.figures.map((figure) => [`${figure.region} ${figure.product}`, figure]));
  }

  typeNamed(name: string): MachineType | undefined {
    return this.#byName.get(name);
  }

  offers(region: string): readonly Offer[] | undefined {
    const known = this.#lists.get(region);
    if (known !== undefined) return known;
    const decoded = this.#decode(region);
    if (decoded === undefined) return undefined;
    const list = [...decoded.values()];
    this.#lists.set(region, list);
    return list;
  }

  offer(region: string, type: string): Offer | undefined {
    return this.#decode(region)?.get(type);
  }

  figure(region: string, product: string): Figure | undefined {
    return this.#byProduct.get(`${region} ${product}`) ?? this.#byProduct.get(`* ${product}`);
  }

  #decode(region: string): ReadonlyMap<string, Offer> | undefined {
    const known = this.#decoded.get(region);
    if (known !== undefined) return known;
    const text = this.#texts.get(region);
    if (text === undefined) return undefined;
    const offers = new Map<string, Offer>();
    let place = 0;
    for (const line of text.lines) {
      const words = line.split(' ');
      if (words[0]?.startsWith('+') === true) place += Number(words.shift());
      const asOf = words.at(-1)?.startsWith('@') === true ? (words.pop() ?? '').slice(1) : text.date;
      const [onDemand = '', spot = null] = words;
      const type = this.#types[place];
      const isSound =
        nanos(onDemand) > 0 && (spot === null || nanos(spot) > 0) && words.length <= 2 && DATE.test(asOf);
      if (type === undefined || !isSound) throw this.#broken(`${region} has an offer "${line}"`);
      offers.set(type.name, { type, onDemand, spot, asOf });
      place += 1;
    }
    this.#decoded.set(region, offers);
    return offers;
  }
}

function typeIn(line: string, broken: Broken): MachineType {
  const [name = '', vcpu = '', memory = '', arch, ...traits] = line.split(' ');
  let gpu: Gpu | null = null;
  let diskGb: number | null = null;
  let burstable = false;
  for (const trait of traits) {
    const [key, value = ''] = trait.split('=');
    if (trait === 'burstable') burstable = true;
    else if (key === 'gpu') gpu = gpuIn(value);
    else if (key === 'disk') diskGb = Number(value);
    else throw broken(`the type ${name} has an unknown trait ${trait}`);
    if (diskGb !== null && !(diskGb > 0)) throw broken(`the type ${name} has an impossible disk`);
  }
  const machine = { name, vcpu: Number(vcpu), memoryGib: Number(memory) };
  const isSound = NAME.test(name) && machine.vcpu > 0 && machine.memoryGib > 0;
  if (!isSound || (arch !== 'amd64' && arch !== 'arm64')) throw broken(`it has a type "${line}"`);
  return { ...machine, arch, burstable, gpu, diskGb };

  function gpuIn(value: string): Gpu {
    const [, count = '', model = '', memoryGib = ''] = /^(\d+)x([\w-]+):(\d+)$/.exec(value) ?? [];
    if (model === '' || Number(count) === 0) throw broken(`the type ${name} has an impossible GPU`);
    return { count: Number(count), model, memoryGib: Number(memoryGib) };
  }
}

function figureIn(line: string, broken: Broken): Figure {
  const [region = '', product = '', unit = '', price = '', date = ''] = line.split(' ');
  const isSound =
    (region === '*' || NAME.test(region)) &&
    NAME.test(product) &&
    isUnit(unit) &&
    nanos(price) >= 0 &&
    (date === '-' || DATE.test(date));
  if (!isSound) throw broken(`it has a figure "${line}"`);
  return { region, product, unit, price, asOf: date === '-' ? null : date };
}

function isUnit(unit: string): unit is FigureUnit {
  return (FIGURE_UNITS as readonly string[]).includes(unit);
}

/** Reads a text line by line. */
class Lines {
  readonly #text: string;
  readonly #broken: Broken;

  at = 0;

  constructor(text: string, broken: Broken) {
    this.#text = text;
    this.#broken = broken;
  }

  get done(): boolean {
    return this.at >= this.#text.length;
  }

  next(): string {
    const end = this.#text.indexOf('\n', this.at);
    if (end < 0) throw this.#broken('it ends in the middle');
    const line = this.#text.slice(this.at, end);
    this.at = end + 1;
    return line;
  }

  keyed(key: string): string {
    const line = this.next();
    if (!line.startsWith(`${key} `))
      throw this.#broken(`it says "${line.slice(0, 40)}" where ${key} should stand`);
    return line.slice(key.length + 1);
  }

  whileKeyed(key: string): string[] {
    const found: string[] = [];
    while (this.#text.startsWith(`${key} `, this.at)) found.push(this.keyed(key));
    return found;
  }

  counted(key: string): string[] {
    return this.take(Number(this.keyed(key)));
  }

  take(count: number): string[] {
    if (!Number.isSafeInteger(count) || count < 0) throw this.#broken('a count in it is none');
    return Array.from({ length: Math.min(count, this.#text.length - this.at + 1) }, () => this.next());
  }
}

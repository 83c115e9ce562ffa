import type { CloudName } from '../../clouds';
import { nanos } from '../nanos';
import type { Broken } from './book-lines';
import type { BookOrigin, MachineType, Offer, ProductPrice, ProviderPrices } from './price-book';

export const DATE = /^\d{4}-\d\d-\d\d$/;

/** The offers of a region as the book's text has them, and the date of most. */
export interface RegionText {
  readonly date: string;
  readonly lines: readonly string[];
}

/** The prices of a book whose regions are decoded when they are first asked for. */
export class DecodedPrices implements ProviderPrices {
  readonly provider: CloudName;
  readonly asOf: string;
  readonly digest: string;
  readonly origin: BookOrigin;
  readonly monthHours: number;
  readonly sources: readonly string[];
  readonly productPrices: readonly ProductPrice[];
  readonly regions: readonly string[];

  readonly #types: readonly MachineType[];
  readonly #texts: ReadonlyMap<string, RegionText>;
  readonly #broken: Broken;
  readonly #decoded = new Map<string, ReadonlyMap<string, Offer>>();
  readonly #lists = new Map<string, readonly Offer[]>();
  readonly #byName: ReadonlyMap<string, MachineType>;
  readonly #byProduct: ReadonlyMap<string, ProductPrice>;

  constructor(
    about: Pick<
      ProviderPrices,
      'provider' | 'asOf' | 'digest' | 'origin' | 'monthHours' | 'sources' | 'productPrices'
    >,
    types: readonly MachineType[],
    texts: ReadonlyMap<string, RegionText>,
    broken: Broken,
  ) {
    this.provider = about.provider;
    this.asOf = about.asOf;
    this.digest = about.digest;
    this.origin = about.origin;
    this.monthHours = about.monthHours;
    this.sources = about.sources;
    this.productPrices = about.productPrices;
    this.regions = [...texts.keys()];
    this.#types = types;
    this.#texts = texts;
    this.#broken = broken;
    this.#byName = new Map(types.map((type) => [type.name, type]));
    this.#byProduct = new Map(
      about.productPrices.map((price) => [`${price.region} ${price.product}`, price]),
    );
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

  productPrice(region: string, product: string): ProductPrice | undefined {
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
      const isValid =
        nanos(onDemand) > 0 && (spot === null || nanos(spot) > 0) && words.length <= 2 && DATE.test(asOf);
      if (type === undefined || !isValid) throw this.#broken(`${region} has a malformed offer "${line}"`);
      offers.set(type.name, { type, onDemand, spot, asOf });
      place += 1;
    }
    this.#decoded.set(region, offers);
    return offers;
  }
}

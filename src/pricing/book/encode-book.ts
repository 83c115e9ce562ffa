import { digestOfText } from '../../values/digest';
import { BOOK_FORMAT, BOOK_MAGIC } from './book-text';
import type { BookContents, MachineType, Offer } from './price-book';

/** Returns the text of a book. Equal contents have equal texts, in whatever order they come. */
export function encodeBook(contents: BookContents): string {
  const types = typesOf(contents);
  const places = new Map(types.map((type, index) => [type.name, index]));
  const productPrices = contents.productPrices.map(
    ({ region, product, unit, price, asOf }) => `${region} ${product} ${unit} ${price} ${asOf ?? '-'}`,
  );
  const regions = [...contents.offers].sort(([a], [b]) => byText(a, b));
  const body = [
    `month ${contents.monthHours}`,
    `as-of ${contents.asOf}`,
    ...contents.sources.map((source) => `source ${source}`),
    `types ${types.length}`,
    ...types.map(typeLine),
    `figures ${productPrices.length}`,
    ...productPrices.sort(byText),
    ...regions.flatMap(([region, offers]) => regionLines(region, offers, places)),
    '',
  ].join('\n');
  return `${BOOK_MAGIC} ${BOOK_FORMAT} ${contents.provider}\nsha256 ${digestOfText(body)}\n${body}`;
}

function typesOf({ offers }: BookContents): MachineType[] {
  const types = new Map<string, MachineType>();
  for (const list of offers.values()) for (const { type } of list) types.set(type.name, type);
  return [...types.values()].sort((a, b) => byText(a.name, b.name));
}

function typeLine({ name, vcpu, memoryGib, arch, burstable, gpu, diskGb }: MachineType): string {
  const words = [name, String(vcpu), String(memoryGib), arch];
  if (burstable) words.push('burstable');
  if (gpu !== null) words.push(`gpu=${gpu.count}x${gpu.model}:${gpu.memoryGib}`);
  if (diskGb !== null) words.push(`disk=${diskGb}`);
  return words.join(' ');
}

function regionLines(region: string, offers: readonly Offer[], places: ReadonlyMap<string, number>) {
  const placed = offers
    .map((offer) => ({ offer, place: places.get(offer.type.name) ?? 0 }))
    .sort((a, b) => a.place - b.place);
  const date = commonDate(offers);
  let next = 0;
  const lines = placed.map(({ offer, place }) => {
    const words = place === next ? [] : [`+${place - next}`];
    next = place + 1;
    words.push(offer.onDemand);
    if (offer.spot !== null) words.push(offer.spot);
    if (offer.asOf !== date) words.push(`@${offer.asOf}`);
    return words.join(' ');
  });
  return [`region ${region} ${offers.length} ${date}`, ...lines];
}

/** The most common date; the newest where several are. */
function commonDate(offers: readonly Offer[]): string {
  const counts = new Map<string, number>();
  for (const { asOf } of offers) counts.set(asOf, (counts.get(asOf) ?? 0) + 1);
  const [most] = [...counts].sort(([a, m], [b, n]) => n - m || byText(b, a));
  return most?.[0] ?? '1970-01-01';
}

// By code units, not by a locale: the order must be the same on every host.
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

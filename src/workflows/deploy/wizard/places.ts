import type { MachineCloud } from '../../../clouds';
import { chooseAnywhere } from '../../../machines/choose-anywhere';
import type { Chosen } from '../../../machines/choice';
import { chooseInstance } from '../../../machines/choose-instance';
import type { ProviderPrices } from '../../../pricing/book/price-book';
import type { Books } from '../../../pricing/instance-rates';
import type { MachineSpec } from '../../../resources/instance';
import { formatUsd } from '../../../values/money';
import type { Choice as Answer } from '../../../ports/questions';

/** A place for a machine: a region, or the cheapest one of several clouds. */
export type Place =
  | { readonly cloud: MachineCloud; readonly region: string }
  | { readonly cheapestOf: readonly MachineCloud[]; readonly regions: readonly string[] | null };

/** Returns the machine that a plan would choose at a place. */
export function chooseAt(place: Place, spec: MachineSpec, books: Books): Chosen {
  if ('region' in place) return chooseInstance(spec, place.region, bookOf(books, place.cloud));
  return chooseAnywhere(spec, {
    books: place.cheapestOf.map((cloud) => bookOf(books, cloud)),
    regions: place.regions,
  });
}

/** Returns the regions of a cloud as answers, each with the price of the machine there. */
export function regionAnswers(
  cloud: MachineCloud,
  spec: MachineSpec,
  books: Books,
  allowed: readonly (readonly string[] | null)[],
): Answer<string>[] {
  const book = bookOf(books, cloud);
  const regions = book.regions.filter((region) => allowed.every((list) => list?.includes(region) ?? true));
  return regions.map((region) => {
    const chosen = chooseInstance(spec, region, book);
    const hourly = chosen.ok ? chosen.choice.rate.hourly : null;
    return { value: region, label: region, ...(hourly !== null && { remark: `${formatUsd(hourly)}/h` }) };
  });
}

function bookOf(books: Books, cloud: MachineCloud): ProviderPrices {
  const book = books.get(cloud);
  if (book === undefined) throw new Error(`the prices of ${cloud} were not read`);
  return book;
}

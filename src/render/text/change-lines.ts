import type { Change } from '../../plan/plan';
import { isAnonymous } from '../../resources/cluster';
import { dataVolume, decodeContainer } from '../../resources/container';
import { volumeOfApp } from '../../resources/instance';
import type { ContainerInputs } from '../../resources/container';
import { isPushed } from '../../resources/image/image';
import { namedSize, requiredSize, SIZE_KEYS } from '../../resources/size';
import type { JsonObject } from '../../values/json';
import { CONTAINER_PROVIDER, HELIX_CLOUD_PROVIDER } from '../../values/resource';
import type { Line } from '../lines';
import { padded, toned, withNote } from '../lines';
import { pastText } from '../time-text';
import { attributeSection } from './attribute-section';
import type { Columns, PlanView } from './columns';
import { attributeLine, attributeLines, columnsOf, sourceText } from './columns';
import { costAsides, costText } from './cost-lines';
import { expiryText } from './expiry-notes';

/** Renders one change: symbol, address and place, and below it the reason, the attributes, the cost and the expiry. */
export function changeLines(change: Change, view: PlanView): readonly Line[] {
  const columns = columnsOf(view.style);
  const lines: Line[] = [...headLines(change, columns, view.now)];
  const reason = reasonText(change);
  if (reason !== null) lines.push(...attributeLines('why', reason, columns, view.style.width));
  const loss = lossText(change);
  if (loss !== null) lines.push(attributeLine('data', [toned('error', loss)], columns));
  const data = containerDataText(change) ?? appDataText(change);
  if (data !== null) lines.push(attributeLine('data', [data], columns));
  lines.push(...attributeSection(change, columns, view));
  const cost = costText(change, view.full);
  if (cost !== null) {
    const asides = costAsides(change).map((aside): Line => [
      ' '.repeat(columns.value),
      toned('quiet', aside),
    ]);
    lines.push(attributeLine('cost', [cost], columns), ...asides);
  }
  const expires = expiryText(change, view.now);
  if (expires !== null) lines.push(attributeLine('expires', [expires], columns));
  return lines;
}

/** The symbol before an address. */
export const SYMBOLS: Record<Change['action'], Line> = {
  create: ['  ', toned('add', '+')],
  update: ['  ', toned('change', '~')],
  replace: [toned('remove', '-'), '/', toned('add', '+')],
  delete: ['  ', toned('remove', '-')],
  read: [' ', toned('read', '<=')],
};

function headLines(change: Change, columns: Columns, now: string): readonly Line[] {
  const address: Line = [...SYMBOLS[change.action], ' ', toned('strong', change.address)];
  const headline = headlineText(change);
  const line: Line = headline === '' ? address : [...padded(address, columns.value), headline];
  const ended = change.action === 'delete' ? endText(change, now) : null;
  if (ended !== null) return withNote(line, toned('quiet', ended), columns.reason, columns.value);
  if (change.source === null) return [line];
  return withNote(line, toned('quiet', sourceText(change.source)), columns.source, columns.value);
}

/** Returns the reason of a delete, where it is not simply the user's request. */
export function endText(change: Extract<Change, { action: 'delete' }>, now: string): string | null {
  switch (change.reason) {
    case 'no-longer-declared':
      return 'no longer declared';
    case 'expired':
      return change.expiresAt === null ? 'expired' : `expired ${pastText(change.expiresAt, now)}`;
    case 'destroy':
    case 'terminated':
      return null;
  }
}

/** Returns place and size: `us-east-1, medium`, `CLOUD eu-west-1, m6i.xlarge`. A changed attribute is left out, since it follows below. */
export function headlineText(change: Change): string {
  const where = [change.provider === HELIX_CLOUD_PROVIDER ? null : change.provider, change.region];
  return [where.filter((part) => part !== null).join(' '), anonymousText(change) ?? sizeText(change)]
    .filter((part) => part !== null && part !== '')
    .join(', ');
}

/** Returns what an instance without an account costs, and when its cloud ends it; null for anything else. */
function anonymousText(change: Change): string | null {
  if (change.kind !== 'cluster' || !isAnonymous(change.after ?? change.before)) return null;
  return change.action === 'create' ? 'anonymous, free; ends 30d after creation' : 'anonymous, free';
}

/** Returns the declared size, else the priced one (a default size, a chosen type), else the requested one. */
function sizeText(change: Change): string | null {
  if (changesSize(change)) return null;
  const values = change.after ?? change.before;
  const priced = change.action === 'delete' ? change.cost?.pricedAs.before : change.cost?.pricedAs.after;
  return namedSize(change.address, values) ?? priced ?? requiredText(change, values);
}

function changesSize(change: Change): boolean {
  if (change.action !== 'update' && change.action !== 'replace') return false;
  return change.attributes.some(({ path }) => SIZE_KEYS.includes(path));
}

function requiredText(change: Change, values: JsonObject): string | null {
  const size = requiredSize(change.address, values);
  return size && `${size.cpu} vCPU, ${size.memoryGb} GB`;
}

/** Returns the reason of a change, or null where the files explain it: edited, added or removed. */
export function reasonText(change: Change): string | null {
  switch (change.action) {
    case 'create':
      if (change.reason !== 'gone' || !isOnThisHost(change)) return CREATE[change.reason];
      return isPushed(change.after) ? GONE_FROM_REGISTRY : GONE_HERE;
    case 'update':
      return change.movedFrom === undefined
        ? UPDATE[change.reason]
        : `moved from ${change.movedFrom}, with all its data`;
    case 'replace':
    case 'delete':
      return null;
    case 'read':
      return 'managed elsewhere: shown, never changed';
  }
}

/** Returns the fate of data that a change deletes; null where none is lost. */
export function lossText(change: Change): string | null {
  if (change.action === 'replace' && change.losesData) return 'LOST: deleted with the old one, not moved';
  if (change.action === 'delete' && change.losesData) return 'LOST: deleted with it';
  return null;
}

/** Returns where the data of an app stays that is deleted; null for everything else. */
function appDataText(change: Change): string | null {
  if (change.kind !== 'instance' || change.action !== 'delete' || change.losesData) return null;
  const volume = volumeOfApp(change.address, change.before);
  return volume && `stays in the volume ${volume}, which still costs something`;
}

/** Whether it is an image or a container of this host. */
function isOnThisHost({ provider }: Change): boolean {
  return provider === CONTAINER_PROVIDER;
}

/** Returns where the data of a container stays; null for everything else. */
function containerDataText(change: Change): string | null {
  if (change.kind !== 'instance' || !isOnThisHost(change) || lossText(change) !== null) return null;
  const before = change.before === null ? null : decodeContainer(change.address, change.before);
  const inputs = change.after === null ? before : decodeContainer(change.address, change.after);
  if (inputs === null) return null;
  const place = dataPlace(inputs);
  if (place !== null)
    return inputs.volume === null ? `stays in ${place}` : `your data is in ${place}: it stays there`;
  if (change.action === 'delete' || !isInMemory(inputs)) return null;
  const left = before === null ? null : dataPlace(before);
  const rest = left === null ? '' : `; what is in ${left} stays there, unused`;
  return `in memory: lost when the container stops${rest}`;
}

/** Returns the place of a container's data on this host for people; null without one. */
function dataPlace(inputs: ContainerInputs): string | null {
  const volume = dataVolume(inputs);
  if (volume !== null) return `the volume ${volume}`;
  return inputs.dataFolder === null ? null : `the folder ${inputs.dataFolder}`;
}

function isInMemory({ database }: ContainerInputs): boolean {
  return database.type === 'prebuilt' && database.storage === 'memory';
}

const GONE_FROM_REGISTRY = 'it is gone from the registry: pushed again';
const GONE_HERE = 'it was deleted outside Helix: created again';

const CREATE: Record<Extract<Change, { action: 'create' }>['reason'], string | null> = {
  new: null,
  gone: 'it was deleted outside Helix: created again, empty',
  terminated: 'terminated outside Helix: created again, empty disk',
  foreign: 'it belongs to somebody else now, and cannot be created',
  renewed: 'it had expired and was renewed',
};

const UPDATE: Record<Extract<Change, { action: 'update' }>['reason'], string | null> = {
  changed: null,
  drift: 'it was changed outside Helix: restored as declared',
  repair: 'its last operation did not complete: repeated',
  import: 'it exists and becomes managed by this project (import)',
  moved: null,
};

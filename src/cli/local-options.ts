import { Option } from 'clipanion';
import { HelixError } from '../errors';
import type { WantedLocal } from '../workflows/project/new-local';
import { choiceOption } from './helix-command';
import { optionGroup } from './option-group';

/** The options that describe a container of this host, as they were typed. */
export interface LocalOptions {
  readonly local: boolean;
  readonly port: string | undefined;
  readonly tag: string | undefined;
}

/** Declares the options that describe a container, as one property of a command. */
export function localOptions(): LocalOptions {
  return optionGroup<LocalOptions>({
    local: Option.Boolean('--local', false, { description: 'Declare a container of this host' }),
    port: Option.String('--port', {
      description: 'Port of the container on this host; default: the first free one of the file, from 6969',
    }),
    tag: Option.String('--tag', { description: "Tag of the container's prebuilt image" }),
  });
}

/** Options that other instances have as well. */
interface SharedOptions {
  readonly buildMode: string | undefined;
  readonly image: string | undefined;
  readonly storage: string | undefined;
}

/** Returns the container that the options describe. @throws HelixError `usage` for an invalid one */
export function wantedLocal(
  { port, tag }: LocalOptions,
  { buildMode, image, storage }: SharedOptions,
): WantedLocal {
  const wanted = {
    port: port === undefined ? null : portOption(port),
    buildMode: buildMode === undefined ? null : choiceOption('--build-mode', buildMode, ['dev', 'release']),
    image: image ?? null,
    tag: tag ?? null,
    storage: storage === undefined ? null : choiceOption('--storage', storage, ['memory', 'disk', 's3']),
  };
  const prebuilt = [wanted.image, wanted.tag, wanted.storage].some((value) => value !== null);
  if (prebuilt && wanted.buildMode !== null) {
    throw new HelixError(
      'usage',
      '--build-mode is for an image that is built, and --image, --tag and --storage for one that is pulled',
    );
  }
  return wanted;
}

/** Returns the number of a port. @throws HelixError `usage` */
export function portOption(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new HelixError('usage', `--port takes a number from 1 to 65535, not "${text}"`);
}

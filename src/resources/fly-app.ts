import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';

/** The inputs of an app on Fly (`[cloud.N.fly]`). */
export interface FlyAppInputs {
  readonly type: 'fly-app';
  readonly app: string;
  /** A preset of Fly: `shared-cpu-1x`. */
  readonly vmSize: string;
  readonly volume: string;
  /** null: without a volume. */
  readonly volumeInitialSizeGb: number | null;
  readonly private: boolean;
  readonly auth: 'Cli' | 'ApiKey';
  readonly region: string | null;
  /** The digest of the image that is built for it. */
  readonly image: string | null;
}

export function encodeFlyApp(inputs: FlyAppInputs): JsonObject {
  return {
    app: inputs.app,
    vm_size: inputs.vmSize,
    volume: inputs.volume,
    volume_initial_size: inputs.volumeInitialSizeGb,
    private: inputs.private,
    auth: inputs.auth,
    region: inputs.region,
    image: inputs.image,
  };
}

/** Reads the inputs of an app. Throws HelixError `state` for an invalid value. */
export function decodeFlyApp(address: Address, json: JsonObject): FlyAppInputs {
  const fields = new Fields(address, json);
  return {
    type: 'fly-app',
    app: fields.text('app'),
    vmSize: fields.text('vm_size'),
    volume: fields.text('volume'),
    volumeInitialSizeGb: fields.numberOrNull('volume_initial_size'),
    private: fields.flag('private', false),
    auth: fields.oneOf('auth', ['Cli', 'ApiKey'], 'Cli'),
    region: fields.textOrNull('region'),
    image: fields.textOrNull('image'),
  };
}

import type { JsonObject } from '../../src/values/json';
import type { SecretDigests } from '../../src/values/secret-digests';

/** The place of a machine, and its recorded inputs. */
export interface MachineSource {
  readonly name: string;
  readonly region: string;
  /** Whether it has a TTL. */
  readonly expires: boolean;
  readonly inputs: JsonObject;
  /** See `Lowerable`. */
  readonly secretMarks: SecretDigests;
}

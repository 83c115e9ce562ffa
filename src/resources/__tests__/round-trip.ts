import * as fc from 'fast-check';
import { HelixError } from '../../errors';
import type { JsonObject } from '../../values/json';
import type { Address } from '../../values/resource';
import { edited, jsonObject } from './arbitraries';

/** The codec of one kind, and sound values of it. */
export interface CodecCase<T> {
  readonly address: Address;
  readonly sound: fc.Arbitrary<T>;
  readonly encode: (value: T) => JsonObject;
  readonly decode: (address: Address, json: JsonObject) => T;
}

/** Holds a codec to its two promises: it reads what it wrote, and it never ends in anything but a HelixError. */
export function describeCodec<T>(name: string, { address, sound, encode, decode }: CodecCase<T>): void {
  describe(name, () => {
    it('are read back as they were written', () => {
      fc.assert(
        fc.property(sound, (value) => {
          const written = JSON.parse(JSON.stringify(encode(value))) as JsonObject;
          expect(decode(address, written)).toEqual(value);
        }),
      );
    });

    it('are read, or refused by a HelixError of kind `state` that names the resource, whatever they hold', () => {
      let refused = 0;
      fc.assert(
        fc.property(fc.oneof(jsonObject, edited(sound.map(encode))), (json) => {
          try {
            decode(address, json);
          } catch (error) {
            refused += 1;
            if (!(error instanceof HelixError)) throw error;
            expect(error.kind).toBe('state');
            expect(error.message).toContain(address);
          }
        }),
      );
      expect(refused).toBeGreaterThan(0);
    });
  });
}

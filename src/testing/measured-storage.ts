import { encodeHead } from '../adapters/state/shared/head';
import type { SharedStorage } from '../adapters/state/shared/storage';

/** The same storage; `wrote` is told how many bytes each write has. */
export function measured(storage: SharedStorage, wrote: (bytes: number) => void): SharedStorage {
  return {
    place: storage.place,
    prove: () => storage.prove(),
    readHead: () => storage.readHead(),
    writeHead: (head, over) => {
      wrote(encodeHead(head).length);
      return storage.writeHead(head, over);
    },
    writeBody: (name, bytes) => {
      wrote(bytes.length);
      return storage.writeBody(name, bytes);
    },
    readBody: (name) => storage.readBody(name),
    listBodies: () => storage.listBodies(),
    removeBodies: (names) => storage.removeBodies(names),
    fillSlot: (journal, slot, bytes) => {
      wrote(bytes.length);
      return storage.fillSlot(journal, slot, bytes);
    },
    readSlots: (journal, after, expected) => storage.readSlots(journal, after, expected),
    removeSlots: (journal, after, upTo) => storage.removeSlots(journal, after, upTo),
  };
}

import type { Engine, EngineContext } from '../../ports/engine';
import type { EngineVerbs } from '../../ports/engine-verbs';
import type { OpenEntry, ResourceRecord } from '../../state/state';
import type { JsonObject } from '../../values/json';
import {
  adoptionOf,
  apply,
  contextWith,
  desiredOf,
  entryOf,
  memberOf,
  observe,
  observeExisting,
  readStatus,
  recordAfter,
} from './engine-calls';

/** A cloud of its own for one test, empty at first, and the engines of two projects on it. */
export interface EngineWorld {
  readonly engine: Engine;
  /** The engine of another project: what is ours belongs to somebody else there. */
  readonly stranger: Engine;
  /** The record that a creation aims at. */
  readonly target: ResourceRecord;
  /** The same resource after an edit that needs no replacement. */
  readonly edited: ResourceRecord;
  /** The id by which `import` is asked for it. */
  readonly id: string;
  readonly dispose: () => Promise<void>;
}

/**
 * The behaviour of every engine, whatever it reaches. `verbs`: exactly those that the engine supports. `knowsOwners`: false
 * for an engine that finds resources by a state of its own instead of asking a service for their owner. `takesAnyId`: true
 * for one whose declarations name no id.
 */
export function engineContract(
  name: string,
  makeWorld: () => Promise<EngineWorld>,
  verbs: readonly (keyof EngineVerbs)[],
  { knowsOwners = true, takesAnyId = false } = {},
): void {
  describe(name, () => {
    let world: EngineWorld;
    beforeEach(async () => {
      world = await makeWorld();
    });
    afterEach(() => world.dispose());

    const absent = knowsOwners ? 'gone' : undefined;
    const create = async (context: Partial<EngineContext> = {}): Promise<ResourceRecord> => {
      const { engine, target } = world;
      return recordAfter(target, await apply(engine, { action: 'create', target }, context));
    };

    test('check accepts an engine that can be reached', async () => {
      await expect(world.engine.check([world.target])).resolves.toBeUndefined();
    });

    test('every change belongs to exactly one batch', () => {
      const { target } = world;
      const members = (['cluster.a', 'cluster.b'] as const).map((address) =>
        memberOf({ action: 'create', address, target: { ...target, address } }),
      );
      const batched = world.engine.batches(members).flat();
      expect(batched.map(({ address }) => address).sort()).toEqual(['cluster.a', 'cluster.b']);
    });

    test('a created resource is observed with the inputs that were asked for', async () => {
      expect(await observe(world.engine, world.target)).toBe(absent);
      const record = await create();
      const { inputs, status } = await observeExisting(world.engine, record);
      expect(Object.keys(inputs).length > 0).toBe(knowsOwners);
      expect(record.inputs).toMatchObject(inputs);
      expect(status).toBe('ready');
    });

    test('a creation that is repeated with its key creates nothing more', async () => {
      const { engine, target } = world;
      const first = await apply(engine, { action: 'create', target, key: 'one' });
      expect(first.outcome).toBe('done');
      expect(await apply(engine, { action: 'create', target, key: 'one' })).toEqual(first);
    });

    test('an update is observed, and comes to the same when it is repeated', async () => {
      const { engine, edited } = world;
      const prior = await create();
      const update = { action: 'update', target: { ...edited, outputs: prior.outputs }, prior } as const;
      const first = await apply(engine, update);
      if (knowsOwners) expect(await apply(engine, update)).toEqual(first);
      expect(edited.inputs).toMatchObject((await observeExisting(engine, recordAfter(edited, first))).inputs);
    });

    test('a deleted resource is gone, and deleting it once more succeeds', async () => {
      const { engine } = world;
      const prior = await create();
      for (const key of ['first', 'second']) {
        const result = await apply(engine, { action: 'delete', prior, key });
        expect(result).toMatchObject({ outcome: 'done', existing: null });
      }
      expect(await observe(engine, prior)).toBe(absent);
    });

    if (knowsOwners) {
      test("somebody else's resource is foreign, and is not deleted", async () => {
        const { engine, stranger } = world;
        const prior = await create();
        expect(await observe(stranger, prior)).toBe('foreign');
        const result = await apply(stranger, { action: 'delete', prior });
        expect(result).toMatchObject({ outcome: 'failed', error: { kind: 'foreign' } });
        expect(await observe(engine, prior)).toBe('present');
      });
    }

    test('a probe tells a change that was made from one that never began', async () => {
      const { engine, target } = world;
      let noted: Pick<OpenEntry, 'notes'> = {};
      const probe = async () => {
        const entry = { ...entryOf(target, { action: 'create', target }), ...noted };
        return (await engine.probe(entry, contextWith({})))[0];
      };
      expect(await probe()).toMatchObject({ outcome: 'failed', existing: null });
      const note = (notes: JsonObject) => Promise.resolve(void (noted = { notes }));
      const { outputs } = await create({ note });
      expect(await probe()).toMatchObject({ outcome: 'done', existing: { outputs } });
    });

    test('a lost lease ends a change before anything is created', async () => {
      const { engine, target } = world;
      const lost = new Error('the lease was lost');
      const assertHeld = () => {
        throw lost;
      };
      await expect(apply(engine, { action: 'create', target }, { assertHeld })).rejects.toBe(lost);
      expect(await observe(engine, target)).toBe(absent);
    });

    test(`exactly these verbs are supported: ${verbs.join(', ')}`, () => {
      expect(Object.keys(world.engine.verbs ?? {}).sort()).toEqual([...verbs].sort());
    });

    if (verbs.includes('status')) {
      test('status tells a present, a foreign and a gone resource apart', async () => {
        const { engine, stranger, target } = world;
        expect(await readStatus(engine, target)).toMatch(/^(gone|undefined)$/);
        const record = await create();
        expect(await readStatus(stranger, record)).toBe('foreign');
        expect(await readStatus(engine, record)).not.toMatch(/^(gone|foreign|undefined)$/);
      });
    }

    if (verbs.includes('stop')) {
      test("stop and start change what is observed, for the owner's engine alone", async () => {
        const { engine, stranger } = world;
        const record = await create();
        await expect(stranger.verbs?.stop?.(record)).rejects.toMatchObject({ kind: 'refused' });
        expect(await observeExisting(engine, record)).toMatchObject({ status: 'ready' });
        await engine.verbs?.stop?.(record);
        expect(await observeExisting(engine, record)).toMatchObject({ status: 'stopped' });
        await engine.verbs?.start?.(record);
        expect(await observeExisting(engine, record)).toMatchObject({ status: 'ready' });
      });
    }

    if (verbs.includes('restart')) {
      test('a restarted resource runs', async () => {
        const record = await create();
        await world.engine.verbs?.restart?.(record);
        expect(await observeExisting(world.engine, record)).toMatchObject({ status: 'ready' });
      });
    }

    if (verbs.includes('logs')) {
      test('a log is read in lines, at most as many as asked for', async () => {
        const record = await create();
        const options = { follow: false, limit: 1, signal: new AbortController().signal };
        const lines = [];
        for await (const line of world.engine.verbs?.logs?.(record, options) ?? []) lines.push(line);
        expect(lines.map((line) => Object.keys(line).sort())).toEqual([['at', 'level', 'message']]);
      });
    }

    if (verbs.includes('adopt')) {
      test('a stranger finds a resource and imports it, once its owner is the one that was shown', async () => {
        const { engine, stranger, id } = world;
        const record = await create();
        const found = await adoptionOf(stranger).find(desiredOf(record), id, null);
        expect(found.isLost).toBe(false);
        const target = { ...record, outputs: found.existing.outputs };
        expect(await apply(stranger, { action: 'import', target })).toMatchObject({ outcome: 'done' });
        expect(await observe(stranger, record)).toBe('present');
        expect(await observe(engine, record)).toBe('foreign');
        expect(await adoptionOf(engine).find(desiredOf(record), id, record)).toMatchObject({ isLost: true });
      });

      test('what is not there, or not declared with that id, is not found', async () => {
        const { engine, target, id } = world;
        const { find } = adoptionOf(engine);
        await expect(find(desiredOf(target), id, null)).rejects.toMatchObject({ kind: 'not-found' });
        await create();
        const kind = takesAnyId ? 'not-found' : 'config';
        await expect(find(desiredOf(target), `not-${id}`, null)).rejects.toMatchObject({ kind });
      });

      test('an import under another address of ours moves a resource there', async () => {
        const { engine } = world;
        const record = await create();
        const adoption = adoptionOf(engine);
        const address = 'cluster.moved';
        const moved = { ...record, address, outputs: adoption.outputsToMove(record) } as const;
        expect(adoption.isSame(record, moved)).toBe(true);
        expect(await apply(engine, { action: 'import', address, target: moved })).toMatchObject({
          outcome: 'done',
        });
        expect(await observe(engine, moved)).toBe('present');
        expect(await observe(engine, record)).toBe('foreign');
      });
    }
  });
}

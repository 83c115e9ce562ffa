import { readMarker, markerLine } from '../../render/markdown/marker';
import { InMemoryForge } from '../../testing/in-memory-forge';
import { putComment } from '../put-comment';

const BOT = 'helix-bot';

/** A report on a plan, made by a run. */
function report(digest: string, run?: string, directory = '.'): string {
  const origin = { directory, ...(run !== undefined && { run }) };
  return `${markerLine({ project: 'shop', workspace: 'default', mode: 'apply', digest }, origin)}\n\nPlan ${digest}\n`;
}

let forge: InMemoryForge;
beforeEach(() => (forge = new InMemoryForge()));

function put(body: string, options: { anew?: boolean; meanwhile?: () => void } = {}) {
  const { anew = false, meanwhile } = options;
  return putComment(forge.as(BOT, meanwhile), { body, markerOf: readMarker, anew });
}

function bodies(): readonly string[] {
  return forge.comments.map(({ body }) => body);
}

describe('the comment on a plan', () => {
  it('is one: created, then edited, and untouched while the plan is the same', async () => {
    forge.write('ada', 'Looks good');
    expect(await put(report('a', '1.1'))).toMatchObject({ result: 'created', url: 'https://forge/2' });
    expect(await put(report('b', '2.1'))).toMatchObject({ result: 'updated', url: 'https://forge/2' });
    expect(await put(report('b', '3.1'))).toMatchObject({ result: 'unchanged' });
    expect(forge.calls).toEqual(['create', 'edit 2']);
    expect(bodies()).toEqual(['Looks good', report('b', '2.1')]);
  });

  it.each([
    ['2.1', '10.1'],
    ['10.1', '10.2'],
  ])('of run %s does not overwrite that of run %s', async (older, newer) => {
    await put(report('b', newer));
    expect(await put(report('a', older))).toMatchObject({ result: 'newer' });
    expect(bodies()).toEqual([report('b', newer)]);
  });

  it('leaves alone what others wrote, also when they quote it', async () => {
    const theirs = forge.write('ada', report('a', '1.1'));
    forge.write(BOT, `Somebody asked:\n\n${report('a', '1.1')}`);
    const end = await put(report('b', '2.1'));
    expect(end).toMatchObject({ result: 'created', other: theirs });
    expect(forge.calls).toEqual(['create']);
  });

  it('is one for each directory', async () => {
    await put(report('a', '1.1', 'web'));
    await put(report('b', '1.1', 'api'));
    expect(bodies()).toHaveLength(2);
    expect(await put(report('c', '2.1', 'web'))).toMatchObject({ result: 'updated', url: 'https://forge/1' });
  });

  it('stays one when another run creates its own at the same time', async () => {
    const meanwhile = () => void forge.write(BOT, report('a', '1.1'));
    expect(await put(report('b', '2.1'), { meanwhile })).toMatchObject({ result: 'updated' });
    expect(bodies()).toEqual([report('b', '2.1')]);
  });

  it('of an older run gives way to a newer one that was created at the same time', async () => {
    const meanwhile = () => void forge.write(BOT, report('b', '2.1'));
    expect(await put(report('a', '1.1'), { meanwhile })).toMatchObject({ result: 'newer' });
    expect(bodies()).toEqual([report('b', '2.1')]);
  });

  it('replaces doubles that earlier runs left', async () => {
    for (const digest of ['a', 'b']) forge.write(BOT, report(digest, '1.1'));
    await put(report('c', '2.1'));
    expect(bodies()).toEqual([report('c', '2.1')]);
  });

  it('is posted anew, and the old one hidden, when that is asked for', async () => {
    await put(report('a', '1.1'));
    expect(await put(report('b', '2.1'), { anew: true })).toMatchObject({ url: 'https://forge/2' });
    expect(forge.hidden).toEqual(['1']);
  });
});

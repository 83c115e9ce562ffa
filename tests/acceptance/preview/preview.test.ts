import { previewTest } from './shop';

const { forge, shop, preview, clustersOf, numbersInCloud } = previewTest();
const COMMENT = ['--comment', 'github'];

describe('a preview', () => {
  it('is made, renewed and destroyed, and its comment follows it', async () => {
    const made = shop();
    await made.runHelix('cloud', 'regions', '--update');
    await made.runHelix('apply', '--auto-approve');
    const up = await preview(made, ['up', '--pr', '7', ...COMMENT]);
    expect([up.code, up.stdout]).toEqual([0, expect.stringContaining('Preview of pull request 7: live')]);
    const [production, copy] = await clustersOf(made);
    expect([production, copy]).toMatchObject([
      { size: 'medium', owner: { workspace: 'default' } },
      { size: 'small', owner: { workspace: 'pr-7' } },
    ]);
    const [live = ''] = forge().bodiesOn(7);
    expect(forge().bodiesOn(7)).toHaveLength(1);
    const bodies = forge().requests.filter((request) => request.startsWith('POST /repos'));
    expect(bodies).toHaveLength(1);
    expect(live).toMatch(/### Helix preview: live\n\n\*\*<http\S+>\*\*/);
    expect(live).toMatch(/\$0\.00 so far, \$\d+\.\d\d a month\./);
    expect(live).toMatch(/Expires 20\d\d-\d\d-\d\d \d\d:\d\d UTC, unless a push renews it/);

    const list = JSON.parse((await preview(made, ['list', '--json'])).stdout) as { expires_at: string }[];
    expect(list).toMatchObject([{ number: 7, title: 'Change 7', by: 'ada', state: 'live' }]);
    const pushed = await preview(made, ['up', '--pr', '7', ...COMMENT]);
    expect(pushed.code).toBe(0);
    const [again] = JSON.parse((await preview(made, ['list', '--json'])).stdout) as { expires_at: string }[];
    expect(again!.expires_at > list[0]!.expires_at).toBe(true);
    expect(/\*\*<(\S+)>\*\*/.exec(forge().bodiesOn(7)[0] ?? '')?.[1]).toBe(/\*\*<(\S+)>\*\*/.exec(live)?.[1]);

    const open = await preview(made, ['down', '--pr', '7', ...COMMENT]);
    expect([open.code, open.stderr]).toEqual([5, expect.stringContaining('is open and wants its preview')]);
    expect(await numbersInCloud(made)).toEqual([7]);

    forge().pulls.close(7);
    const down = await preview(made, ['down', '--pr', '7', ...COMMENT]);
    expect([down.code, down.stdout]).toEqual([0, expect.stringContaining('1 destroyed')]);
    expect(forge().bodiesOn(7)).toEqual([expect.stringContaining('### Helix preview: destroyed')]);
    expect(await clustersOf(made)).toMatchObject([{ owner: { workspace: 'default' } }]);
    expect(await made.runHelix('workspace', 'list')).not.toContain('pr-7');
    const none = await preview(made, ['down', '--pr', '7', ...COMMENT]);
    expect([none.code, none.stdout]).toEqual([0, expect.stringContaining('has no preview')]);
  });
});

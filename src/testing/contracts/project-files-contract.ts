import type { ProjectFiles } from '../../ports/project-files';

/** The behaviour of every ProjectFiles. `make` writes the files below a directory of its own, `base`. */
export function projectFilesContract(
  name: string,
  make: (files: Readonly<Record<string, string>>) => Promise<{ files: ProjectFiles; base: string }>,
): void {
  describe(name, () => {
    describe('find', () => {
      it.each([
        ['helix.toml', ''],
        ['Blueprint.toml', ''],
        ['blueprint.toml', ''],
        ['config.hx.json', '{}'],
        ['Cargo.toml', '[package]\nname = "x"\n[package.metadata.blueprint]\n'],
      ])('walks up to the directory that holds %s', async (marker, text) => {
        const { files, base } = await make({ [`app/${marker}`]: text, 'app/db/deep/x.hx': '' });
        const { root, searched } = await files.find(`${base}/app/db/deep`);
        expect(root).toBe(`${base}/app`);
        expect(searched).toEqual([`${base}/app/db/deep`, `${base}/app/db`, `${base}/app`]);
      });

      it('takes the nearest project, and passes by a Cargo.toml of another kind', async () => {
        const { files, base } = await make({
          'helix.toml': '',
          'app/Blueprint.toml': '',
          'lib/Cargo.toml': '[package]\nname = "x"\n',
        });
        expect((await files.find(`${base}/app`)).root).toBe(`${base}/app`);
        expect((await files.find(`${base}/lib`)).root).toBe(base);
      });

      it('says where it looked when there is none', async () => {
        const { files, base } = await make({ 'src/x.txt': '' });
        const { root, searched } = await files.find(`${base}/src`);
        expect(root).toBeNull();
        expect(searched.slice(0, 2)).toEqual([`${base}/src`, base]);
        expect(searched.at(-1)).toBe('/');
      });
    });

    describe('readText and writeText', () => {
      it('read what was written, and null where nothing is', async () => {
        const { files, base } = await make({ 'helix.toml': '[project]\n' });
        expect(await files.readText(base, 'helix.toml')).toBe('[project]\n');
        expect(await files.readText(base, 'Blueprint.toml')).toBeNull();
        await files.writeText(base, 'helix.toml', 'name = "ü"\r\n');
        await files.writeText(base, 'db/schema.hx', 'N::User {}');
        expect(await files.readText(base, 'helix.toml')).toBe('name = "ü"\r\n');
        expect(await files.readText(base, 'db/schema.hx')).toBe('N::User {}');
      });

      it('refuse a file of more bytes than are wanted, and name it', async () => {
        const { files, base } = await make({ 'helix.toml': 'ü = 1\n' });
        expect(await files.readText(base, 'helix.toml', 7)).toBe('ü = 1\n');
        await expect(files.readText(base, 'helix.toml', 6)).rejects.toMatchObject({
          kind: 'config',
          message: expect.stringContaining(`${base}/helix.toml is larger than`) as string,
        });
      });
    });

    describe('hxFiles', () => {
      it('are found at any depth, in order, without those of .helix', async () => {
        const { files, base } = await make({
          'db/queries.hx': 'q',
          'db/a/b/more.hx': 'm',
          'db/.helix/old.hx': 'o',
          'db/a/.helix/old.hx': 'o',
          'db/readme.md': 'r',
          'other.hx': 'x',
        });
        expect([...(await files.readHxFiles(base, 'db'))]).toEqual([
          ['a/b/more.hx', 'm'],
          ['queries.hx', 'q'],
        ]);
        expect([...(await files.readHxFiles(base, './db/'))]).toHaveLength(2);
        expect((await files.readHxFiles(base, '.')).size).toBe(3);
        expect((await files.readHxFiles(base, 'nowhere')).size).toBe(0);
      });
    });

    describe('buildContextDigest', () => {
      const CONTEXT = { Dockerfile: 'FROM x', 'src/main.rs': 'main', 'target/out': '1', 'a.log': '2' };
      const computeDigest = async (context: Readonly<Record<string, string>>): Promise<string | null> => {
        const { files, base } = await make(context);
        const place = { directory: '.', dockerfile: 'Dockerfile' };
        return (await files.readBuildContext(base, place))?.digest ?? null;
      };

      it('is null without a Dockerfile', async () => {
        expect(await computeDigest({ 'src/main.rs': 'main' })).toBeNull();
      });

      it('is the same for the same files, wherever they lie', async () => {
        expect(await computeDigest(CONTEXT)).toMatch(/^[0-9a-f]{64}$/);
        expect(await computeDigest(CONTEXT)).toBe(await computeDigest(CONTEXT));
      });

      it.each([
        ['a changed file', { ...CONTEXT, 'src/main.rs': 'main!' }],
        ['a changed Dockerfile', { ...CONTEXT, Dockerfile: 'FROM y' }],
        ['a new file', { ...CONTEXT, 'src/lib.rs': '' }],
        ['a moved file', { Dockerfile: 'FROM x', 'main.rs': 'main', 'target/out': '1', 'a.log': '2' }],
      ])('differs for %s', async (_, changed) => {
        expect(await computeDigest(changed)).not.toBe(await computeDigest(CONTEXT));
      });

      it('leaves out what .dockerignore names, and takes in its exceptions', async () => {
        const ignoring = {
          ...CONTEXT,
          '.dockerignore': 'target\n*.log\n# a comment\n!target/keep\nDockerfile\n',
        };
        const before = await computeDigest(ignoring);
        expect(await computeDigest({ ...ignoring, 'target/out': 'other', 'b.log': '' })).toBe(before);
        expect(await computeDigest({ ...ignoring, 'src/a.log': '' })).not.toBe(before);
        expect(await computeDigest({ ...ignoring, 'target/keep': '' })).not.toBe(before);
        expect(await computeDigest({ ...ignoring, Dockerfile: 'FROM y' })).not.toBe(before);
      });

      it('leaves out the files of variables, which hold secrets, unless a rule names them', async () => {
        const { files, base } = await make({ ...CONTEXT, 'graph/.env': 'TOKEN=planted\n' });
        const place = { directory: '.', dockerfile: 'Dockerfile' };
        const readPaths = async (): Promise<readonly string[]> =>
          Object.keys((await files.readBuildContext(base, place, ['graph/.env']))?.files ?? {});
        expect(await readPaths()).not.toContain('graph/.env');
        const packed = await files.packBuildContext(base, place, ['graph/.env']);
        expect(packed.digest).toBe((await files.readBuildContext(base, place, ['graph/.env']))?.digest);
        await files.writeText(base, '.dockerignore', '!graph/.env\n');
        expect(await readPaths()).toContain('graph/.env');
      });

      it('leaves out .git and .helix, which differ between two checkouts', async () => {
        const noisy = { ...CONTEXT, '.git/index': 'x', '.helix/state/default/state.1.json': '{}' };
        expect(await computeDigest(noisy)).toBe(await computeDigest(CONTEXT));
        const asked = { ...CONTEXT, '.dockerignore': '!.git' };
        expect(await computeDigest({ ...asked, '.git/HEAD': 'x' })).not.toBe(await computeDigest(asked));
      });
    });
  });
}

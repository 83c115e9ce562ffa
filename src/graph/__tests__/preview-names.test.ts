import fc from 'fast-check';
import { boundedName } from '../../../stacks/identifier';
import type { PreviewConfig } from '../../config/preview/preview-config';
import { previewWorkspace } from '../../config/preview/preview-workspace';
import { cloudName, inWorkspace } from '../naming';

const source = { file: 'helix.toml', line: 1, column: 1 };
const preview: PreviewConfig = {
  from: [],
  ttlSeconds: 86_400,
  profile: null,
  spot: null,
  size: null,
  max: { value: 5, source },
  maxMonthlyUsd: null,
  declaredPorts: [],
  label: null,
  source,
};

/** Names that are easily mistaken for each other: of few parts, some of which look like a workspace. */
const name = fc
  .array(fc.constantFrom('a', 'A', '-', '_', 'pr', '-pr-', '1', '11', 'default'), {
    minLength: 1,
    maxLength: 7,
  })
  .map((parts) => `x${parts.join('')}`.slice(0, 32));
const number = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 9_999_999_999 }));
const another = fc.oneof(
  fc.constant('default'),
  name,
  number.map(previewWorkspace),
  number.map((one) => `a-pr-${one}`.slice(0, 32)),
);

test('nothing of a preview has a name of another one or of the project, also where names are cut', () => {
  fc.assert(
    fc.property(
      name,
      name,
      number,
      another,
      fc.integer({ min: 24, max: 64 }),
      (mine, other, of, workspace, most) => {
        const config = { project: { name: 'shop' }, preview };
        const own = { config, workspace: previewWorkspace(of) };
        const their = { config, workspace };
        fc.pre(mine !== other || own.workspace !== workspace);
        const namesIn = (instance: string, place: typeof own): string[] => [
          inWorkspace(instance, place),
          cloudName(instance, place),
          boundedName(cloudName(instance, place), most),
        ];
        const theirs = namesIn(other, their);
        expect(namesIn(mine, own).filter((one, index) => one === theirs[index])).toEqual([]);
      },
    ),
    { numRuns: 2000 },
  );
});

test('without [preview] a workspace of that name is one like any other', () => {
  const config = { project: { name: 'shop' }, preview: null };
  expect(inWorkspace('web', { config, workspace: 'pr-7' })).toBe('web-pr-7');
});

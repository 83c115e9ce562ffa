import type { JsonObject } from '../../../../src/values/json';
import { inputEdits } from './input-edits';
import type { CloudWords } from './input-edits';
import type { InputEdit } from './observed';

/** The words of a cloud whose machines have no identity. */
export type OpenWords = Omit<CloudWords, 'repository' | 'armType' | 'secret' | 'keyName' | 'registry'>;

/** Inputs that no machine there has: they are refused before anything is lowered. */
const REFUSED = ['secrets', 'env reference', 'registry'];

/** Edits that a table leaves out: of secrets, and of a volume that would become smaller. */
const UNTRIED = ['secrets reference', 'disk.size_gb smaller'];

/** The edits of inputs on a cloud whose machines have no identity, and so neither secrets nor images of one's own. */
export function openEdits(words: OpenWords): readonly InputEdit[] {
  const { instance } = words;
  const all = inputEdits({
    ...words,
    repository: {},
    armType: instance['instance_type'] as string,
    secret: 'nothing',
    keyName: null,
    registry: 'nothing',
  });
  const of = (name: string, after: JsonObject): InputEdit => ({
    kind: 'instance',
    case: name,
    before: instance,
    after: { ...instance, ...after },
  });
  return [
    ...all.filter(({ kind, case: name }) => kind === 'instance' && ![...REFUSED, ...UNTRIED].includes(name)),
    ...REFUSED.map((name) => of(name, {})),
    of('own_disk_gb larger', { own_disk_gb: 160, instance_type: words.type }),
    of('own_disk_gb smaller', { own_disk_gb: 25, instance_type: words.type }),
  ];
}

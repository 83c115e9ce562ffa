import type { Lowered } from '../../../../stacks';
import type { OpenMember } from '../../../state/state';
import type { SecretDigests } from '../../../values/secret-digests';
import { recordedLowered } from '../stack/stack-run';

/**
 * Returns the digests that the blocks of a target contain, so that Terraform writes a new value. A machine that is created
 * needs none, since its blocks are new. After that a value that stays keeps what its blocks had, and one that changes gets
 * its digest.
 */
export function secretMarks({ action, target, prior }: Omit<OpenMember, 'key'>): SecretDigests {
  if (action !== 'update' || prior === null) return {};
  const marked: Lowered['secretMarks'] = recordedLowered(prior)?.secretMarks ?? {};
  const marks = Object.entries(target?.secretDigests ?? {}).map(([path, digest]) => [
    path,
    digest === prior.secretDigests?.[path] ? marked[path] : digest,
  ]);
  return Object.fromEntries(marks.filter(([, mark]) => mark !== undefined)) as SecretDigests;
}

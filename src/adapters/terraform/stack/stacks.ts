import type * as stacks from '../../../../stacks';
import type { lower } from '../../../../stacks/lower';

/** What `stacks/` knows and this engine asks. `lower` loads the typed constructs: only what is created or changed needs them. */
export type Stacks = Pick<
  typeof stacks,
  'stackOf' | 'stackText' | 'stackVariables' | 'expectedOf' | 'probeStackText' | 'foundIn'
> & {
  readonly lower: (...given: Parameters<typeof lower>) => Promise<ReturnType<typeof lower>>;
};

import type { Plan } from '../../plan/plan';
import { toned } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { wrapped } from './columns';

/** Resources whose last operation was begun and never ended. */
export function unresolvedLines({ unresolved }: Plan, style: Style): readonly Line[] {
  if (unresolved.length === 0) return [];
  const [first = '', ...more] = wrapped(
    `Unresolved: ${unresolved.join(', ')}. An apply was interrupted here, and what became of it is not known; ` +
      '`helix apply` or `helix plan --refresh` finds out.',
    style.width,
  );
  return [[toned('warning', first)], ...more.map((text): Line => [toned('warning', text)])];
}

/** Stopped resources: worth knowing, and no change. */
export function stoppedLines({ stopped }: Plan, style: Style): readonly Line[] {
  if (stopped.length === 0) return [];
  const text = `Stopped: ${stopped.join(', ')} (\`helix start NAME\` starts again).`;
  return wrapped(text, style.width).map((line) => [line]);
}

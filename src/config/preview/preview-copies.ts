import { hasSpot } from '../../clouds/regions';
import type { DeclaredInstance } from '../config';
import type { PreviewConfig } from './preview-config';

/** Returns the instances of a preview: copies that end by themselves, and that nothing protects. */
export function previewCopies(
  instances: readonly DeclaredInstance[],
  preview: PreviewConfig,
): readonly DeclaredInstance[] {
  const { from, ttlSeconds, size, spot } = preview;
  return instances
    .filter(({ name }) => from.includes(name))
    .map((instance): DeclaredInstance => {
      const copy = { ...instance, protect: false, ttlSeconds };
      if (copy.kind === 'helix') return { ...copy, size: size ?? copy.size };
      if (copy.kind !== 'deploy') return copy;
      return { ...copy, spot: spot !== null && hasSpot(copy.provider) ? spot : copy.spot };
    });
}

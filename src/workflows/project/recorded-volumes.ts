import type { Config } from '../../config/config';
import { isContainer } from '../../plan/lifecycle';
import { dataVolume, decodeContainer } from '../../resources/container';
import type { State } from '../../state/state';
import type { RecordedVolumes } from './project';

/**
 * Returns the volumes of the containers on record, by the name of the instance that they belong to now. A table that was
 * renamed takes its data along: one container is no longer declared, and one is declared that has no record.
 */
export function recordedVolumes(
  state: State | null,
  { instances }: Pick<Config, 'instances'>,
): RecordedVolumes {
  const recorded = new Map(
    Object.values(state?.resources ?? {}).flatMap((record): [string, string][] => {
      if (!isContainer(record)) return [];
      const volume = dataVolume(decodeContainer(record.address, record.inputs));
      return volume === null ? [] : [[record.name, volume]];
    }),
  );
  const names = instances.filter(({ kind }) => kind === 'local').map(({ name }) => name);
  const [left, ...moreLeft] = [...recorded].filter(([name]) => !names.includes(name));
  const known = new Set(Object.values(state?.resources ?? {}).map(({ name }) => name));
  const [added, ...moreAdded] = names.filter((name) => !known.has(name));
  if (left !== undefined && added !== undefined && moreLeft.length + moreAdded.length === 0) {
    recorded.set(added, left[1]);
  }
  return recorded;
}

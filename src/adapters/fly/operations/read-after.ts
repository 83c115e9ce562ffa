import type { Existing } from '../../../ports/engine';
import { withImage } from '../../../resources/fly-app';
import type { OpenMember, ResourceRecord } from '../../../state/state';
import { existingApp } from '../existing';
import type { SeenApp } from '../existing';
import { MARKS } from '../marks';
import { inspectApp } from './app-operation';
import type { Site } from './site';

/** An app after an operation that did not succeed, and the two places where it may be. */
interface AfterOptions {
  readonly site: Site;
  readonly before: Site;
}

/**
 * Reads what there is of an app after an operation that did not succeed, in the terms of the record that it is like: the
 * new one once its machine was changed by this operation, else the one before. null for nothing.
 */
export async function readAfter(
  { target, prior, key }: OpenMember,
  { site, before }: AfterOptions,
): Promise<Existing | null> {
  const seen = target === null ? null : await inspectApp(site, target);
  if (target !== null && seen !== null && (prior === null || isChangedBy(seen, key))) {
    return existingApp(isChangedBy(seen, key) ? asChanged(target, seen) : target, seen);
  }
  // The old machine or volume of a replacement may be left.
  const old = prior === null ? null : await inspectApp(before, prior);
  if (prior !== null && old !== null) {
    return { ...existingApp(prior, old), secretDigests: prior.secretDigests ?? {} };
  }
  return target !== null && seen !== null ? existingApp(target, seen) : null;
}

function isChangedBy({ machine }: SeenApp, key: string): boolean {
  return machine?.config.metadata?.[MARKS.operation] === key;
}

/** The record of an app whose machine runs the image that it was to run. */
function asChanged(target: ResourceRecord, { machine }: SeenApp): ResourceRecord {
  return { ...target, outputs: withImage(target.outputs, machine?.config.image ?? null) };
}

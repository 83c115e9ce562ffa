import { parseDockerfile } from './instructions';
import type { Instruction } from './instructions';

/** A part of a Dockerfile that only BuildKit builds: other builders refuse it, or build something else. */
export interface BuildKitFeature {
  readonly line: number;
  /** `RUN --mount`, `a here-document` */
  readonly feature: string;
}

const COPY_FLAGS = ['link', 'parents', 'exclude', 'chmod', 'checksum', 'keep-git-dir', 'unpack'];
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  RUN: ['mount', 'network', 'security', 'device'],
  COPY: COPY_FLAGS,
  ADD: COPY_FLAGS,
};
/** The arguments that BuildKit sets by itself; elsewhere they are empty. */
const PLATFORM_ARGUMENT = /^(TARGET|BUILD)(PLATFORM|OS|ARCH|VARIANT)$/;
const VARIABLE = /\$\{?((?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT))\b/g;

/** Returns the features of a Dockerfile that need BuildKit, by line. */
export function buildKitFeatures(text: string): readonly BuildKitFeature[] {
  const { syntax, instructions } = parseDockerfile(text);
  const features: BuildKitFeature[] = syntax === null ? [] : [{ line: syntax.line, feature: '# syntax' }];
  const given = new Set<string>();
  for (const instruction of instructions) {
    const { keyword, line, rest } = instruction;
    if (keyword === 'ARG' && rest.includes('=')) given.add(rest.split('=', 1)[0] ?? '');
    for (const feature of featuresOf(instruction, given)) features.push({ line, feature });
  }
  return features;
}

function featuresOf(instruction: Instruction, given: ReadonlySet<string>): readonly string[] {
  const { keyword, flags, rest, hasHereDocument } = instruction;
  const needed = flags
    .map(([name]) => name)
    .filter((name) => FLAGS[keyword]?.includes(name) === true)
    .map((name) => `${keyword} --${name}`);
  if (hasHereDocument) needed.push('a here-document');
  if (keyword === 'ARG' && PLATFORM_ARGUMENT.test(rest)) needed.push(rest);
  if (keyword === 'FROM') {
    const used = [...flags.map(([, value]) => value), rest].join(' ').matchAll(VARIABLE);
    for (const [, name] of used) if (name !== undefined && !given.has(name)) needed.push(name);
  }
  return [...new Set(needed)];
}

import type { Ports } from '../ports/ports';
import type { Questions } from '../ports/questions';
import { readAddable } from '../workflows/add';
import type { ImageKind } from '../workflows/project/image-table';
import { imageKind } from './kind-options';
import type { KindOptions } from './kind-options';
import { askKind, askMissing, askName, askProvider, ASKED_KINDS } from './kind-questions';
import type { AskedKind } from './kind-questions';

/** The part of `helix add` that questions can complete. */
export interface AddLine {
  /** A kind as a word; null: options tell it, or nothing does. */
  readonly word: string | null;
  readonly name: string | undefined;
  /** The kind that options tell; null: none do. */
  readonly flag: AskedKind | null;
  readonly kind: KindOptions;
  readonly region: string | undefined;
  readonly provider: string | undefined;
}

/** Asks for what a command line leaves out and has no default. Returns it as if it had been typed. */
export async function completeAdd(
  ports: Ports,
  directory: string,
  loadQuestions: () => Promise<Questions>,
  line: AddLine,
): Promise<Omit<AddLine, 'flag'>> {
  const { owner, assertNew } = await readAddable(ports, directory);
  const isAsked = line.word === null && line.flag === null;
  const what = isAsked ? await askKind(await loadQuestions()) : (line.flag ?? kindOf(line.word));
  const word = isAsked && what !== 'machine' && what !== 'anonymous' ? what : line.word;
  const name = line.name ?? (await askName(await loadQuestions(), what, assertNew));
  const provider = isAsked && what === 'machine' ? await askProvider(await loadQuestions()) : line.provider;
  const image = imageKind(line.kind, word);
  const { region } = line;
  const kind = { ...line.kind, anonymous: line.kind.anonymous || (isAsked && what === 'anonymous') };
  if (image === null) return { word, name, provider, kind, region };
  const missing = await askMissing(loadQuestions, image, { ...kind, region }, owner);
  const { repository, registry } = missing;
  return { word, name, provider, kind: { ...kind, repository, registry }, region: missing.region };
}

/** Returns the word for a kind of image. */
export function wordOf(kind: ImageKind): AskedKind {
  return kind === 'docker_hub' ? 'docker-hub' : kind;
}

function kindOf(word: string | null): AskedKind | null {
  return ASKED_KINDS.find((kind) => kind === word) ?? null;
}

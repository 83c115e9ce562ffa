import { cloudOf, MACHINE_CLOUDS } from '../clouds';
import type { CloudProvider } from '../clouds';
import { HelixError } from '../errors';
import type { Questions } from '../ports/questions';
import type { ImageKind } from '../workflows/project/image-table';
import type { KindOptions } from './kind-options';

/** A kind of instance as questions name it: a word of the command line, or one that only an option means. */
export type AskedKind = (typeof KINDS)[number]['value'];

const KINDS = [
  { value: 'local', label: 'Local container' },
  { value: 'cloud', label: 'Cluster on Helix Cloud' },
  { value: 'anonymous', label: 'Instance without an account, for 30 days' },
  { value: 'machine', label: 'Machine in a cloud' },
  { value: 'ecr', label: 'Image in Amazon ECR' },
  { value: 'fly', label: 'App on Fly.io' },
  { value: 'ghcr', label: "Image in GitHub's registry" },
  { value: 'docker-hub', label: 'Image on Docker Hub' },
  { value: 'registry', label: 'Image in another registry' },
] as const;

export const ASKED_KINDS = KINDS.map(({ value }) => value);

/** The names that instances usually have; the others are called production. */
const USUAL_NAMES: Readonly<Partial<Record<AskedKind, string>>> = {
  local: 'dev',
  anonymous: 'dev',
  machine: 'remote',
};

export function askKind(questions: Questions): Promise<AskedKind> {
  return questions.select<AskedKind>({ message: 'What is to be added?', choices: KINDS, initial: 'local' });
}

/** Asks for the name of a new instance. `refuse` throws HelixError for a name that it cannot have. */
export function askName(
  questions: Questions,
  kind: AskedKind | null,
  refuse: (name: string) => void,
): Promise<string> {
  const usual = (kind === null ? undefined : USUAL_NAMES[kind]) ?? 'production';
  return questions.askText({
    message: 'Name',
    initial: isRefused(usual, refuse) ? null : usual,
    read: (name) => {
      refuse(name);
      return name;
    },
  });
}

/** Asks for the cloud of a machine. */
export function askProvider(questions: Questions): Promise<CloudProvider> {
  const clouds = MACHINE_CLOUDS.map((cloud) => ({
    value: cloud,
    label: cloudOf(cloud).machineTitle ?? cloud,
  }));
  return questions.select<CloudProvider>({
    message: 'Select deployment target',
    choices: [...clouds, { value: 'auto', label: 'Cheapest of these' }],
    initial: null,
  });
}

/** The options of an image that have no default, and the region of an app. */
type Missing = Pick<KindOptions, 'repository' | 'registry'> & { readonly region: string | undefined };

/** Asks for the options of an image that are missing and have no default; `owner`: that of the project's git remote. */
export async function askMissing(
  loadQuestions: () => Promise<Questions>,
  kind: ImageKind,
  given: Missing,
  owner: string | null,
): Promise<Missing> {
  const { repository, registry, region } = given;
  if (kind === 'registry' && registry === undefined) {
    return { ...given, registry: await askWord(await loadQuestions(), 'Host of the registry', HOST) };
  }
  if ((kind === 'ghcr' || kind === 'docker_hub') && repository === undefined && owner === null) {
    return { ...given, repository: await askWord(await loadQuestions(), 'Repository', REPOSITORY) };
  }
  if (kind === 'fly' && region === undefined)
    return { ...given, region: await askRegion(await loadQuestions()) };
  return given;
}

interface Rule {
  readonly shape: RegExp;
  readonly message: string;
}

const HOST: Rule = { shape: /^[a-z0-9.-]+(:\d+)?$/i, message: 'Type a host, such as registry.example.com.' };
const REPOSITORY: Rule = { shape: /^[^/\s]+\/[^\s]+$/, message: 'Type OWNER/NAME, such as acme/shop.' };

function askWord(questions: Questions, message: string, { shape, message: rule }: Rule): Promise<string> {
  return questions.askText({
    message,
    initial: null,
    read: (text) => {
      if (shape.test(text)) return text;
      throw new HelixError('usage', rule);
    },
  });
}

function askRegion(questions: Questions): Promise<string> {
  const { regions } = cloudOf('fly');
  return questions.askText({
    message: 'Region',
    initial: regions.default,
    read: (text) => {
      if (regions.shape.test(text)) return text;
      throw new HelixError('usage', `Type a region, such as ${regions.default}.`);
    },
  });
}

function isRefused(name: string, refuse: (name: string) => void): boolean {
  try {
    refuse(name);
    return false;
  } catch (error) {
    if (error instanceof HelixError) return true;
    throw error;
  }
}
